"""Make the demo film, its edit and its captions: `python examples/demo/make_demo.py`.

The film is "The Keeper's Light": 45 s, six scenes, seventeen shots, spoken lines over ambience and
no music, all from code. It needs espeak-ng; everything else is among SceneScore's own dependencies.
Two runs with the same libraries give the same files.
"""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import opentimelineio as otio
from film.canvas import FILM_SIZE, FPS, Image, develop
from film.sound import RATE, Sound, soundtrack
from film.story import DISSOLVE, FADE_OUT, LENGTH, LINES, SHOTS, STARTS, TITLE, Line, start_of
from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
SEED = 7
HOUR = 3600 * FPS
SOUND_LEADS = 10
"""Frames by which a scene's sound comes before its picture: a J-cut."""


# --- picture --------------------------------------------------------------------------------------


def _view(shot: int, frame: int) -> Image:
    sheet, camera = SHOTS[shot].draw((frame - STARTS[shot]) / FPS)
    return camera.look(sheet)


def draw(frame: int) -> NDArray[np.uint8]:
    """One frame of the finished film."""
    shot = next(i for i in range(len(SHOTS)) if frame < STARTS[i + 1])
    view = _view(shot, frame)
    half = DISSOLVE // 2
    if SHOTS[shot].dissolves and frame < STARTS[shot] + half:
        amount = (frame - STARTS[shot] + half + 0.5) / DISSOLVE
        view = _view(shot - 1, frame) * (1 - amount) + view * amount
    follows = shot + 1 < len(SHOTS) and SHOTS[shot + 1].dissolves
    if follows and frame >= STARTS[shot + 1] - half:
        amount = (frame - STARTS[shot + 1] + half + 0.5) / DISSOLVE
        view = view * (1 - amount) + _view(shot + 1, frame) * amount
    if frame >= LENGTH - FADE_OUT:
        view = view * ((LENGTH - frame - 0.5) / FADE_OUT)
    return develop(view.astype(np.float32), frame)


# --- film -----------------------------------------------------------------------------------------


def write_film(path: Path, sound: Sound) -> None:
    """H.264 and AAC in an MP4 small enough to keep with the source."""
    with av.open(path, "w", options={"movflags": "+faststart"}) as film:
        picture = film.add_stream("libx264", rate=FPS)
        picture.width, picture.height = FILM_SIZE
        picture.pix_fmt = "yuv420p"
        picture.options = {"crf": "26", "preset": "slow", "tune": "animation"}
        voice = film.add_stream("aac", rate=RATE, layout="stereo")
        voice.bit_rate = 112_000
        for frame in range(LENGTH):
            shown = av.VideoFrame.from_ndarray(draw(frame), format="rgb24")
            film.mux(picture.encode(shown))
        film.mux(picture.encode())
        for block in _blocks(sound):
            film.mux(voice.encode(block))
        film.mux(voice.encode())


def _blocks(sound: Sound) -> Iterator[av.AudioFrame]:
    for start in range(0, len(sound), 1024):
        part = np.ascontiguousarray(sound[start : start + 1024].T, dtype=np.float32)
        block = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
        block.sample_rate, block.pts, block.time_base = RATE, start, Fraction(1, RATE)
        yield block


STILLS = ("Mina walks", "two faces", "running", "the stairs", "the light", "together")


def write_stills(path: Path) -> None:
    """One picture of each scene, side by side in two rows."""
    shown = [draw(start_of(name) + 40) for name in STILLS]
    rows = [np.hstack(shown[i : i + 3]) for i in (0, 3)]
    sheet = cv2.resize(np.vstack(rows), None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", sheet[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 88])
    path.write_bytes(data.tobytes())


# --- captions -------------------------------------------------------------------------------------


def captions(spoken: list[tuple[Line, float]], korean: bool) -> str:
    """SubRip text of all lines."""
    parts = []
    for number, (line, seconds) in enumerate(spoken, start=1):
        start = line.frame / FPS
        text = line.korean if korean else line.text
        parts.append(f"{number}\n{_stamp(start)} --> {_stamp(start + seconds)}\n{text}\n")
    return "\n".join(parts)


def _stamp(seconds: float) -> str:
    whole = datetime.timedelta(milliseconds=round(seconds * 1000))
    clock = (datetime.datetime.min + whole).time()
    return clock.isoformat("milliseconds").replace(".", ",")


# --- edit -----------------------------------------------------------------------------------------


def edit(film: str) -> otio.schema.Timeline:
    """The cut of the film: every shot a clip, its dissolves, the fade, the sound, the orders."""
    timeline = otio.schema.Timeline(TITLE, global_start_time=_time(HOUR))
    timeline.tracks.extend([_picture_track(film), _sound_track(film)])
    timeline.tracks.markers.extend(
        [
            _marker("MOOD fear", "the ship is lost", ("adrift", "the dark lamp"), "PURPLE"),
            _marker("HIT", "the lamp is lit", ("the light",), "RED"),
            _marker("분위기 희망", "모두 돌아온다", ("the light", "end"), "GREEN"),
        ]
    )
    return timeline


def _time(frames: int) -> otio.opentime.RationalTime:
    return otio.opentime.RationalTime(frames, FPS)


def _range(start: int, frames: int) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(_time(start), _time(frames))


def _marker(
    name: str, comment: str, shots: tuple[str] | tuple[str, str], colour: str
) -> otio.schema.Marker:
    """A marker on a shot's first frame, or from there to another's."""
    start = start_of(shots[0])
    frames = start_of(shots[1]) - start if len(shots) == 2 else 1
    marker = otio.schema.Marker(name=name, marked_range=_range(start, frames), color=colour)
    marker.comment = comment
    return marker


def _clip(name: str, film: str, start: int, end: int) -> otio.schema.Clip:
    media = otio.schema.ExternalReference(film, _range(0, LENGTH))
    return otio.schema.Clip(name, media, _range(start, end - start))


def _transition(name: str, before: int, after: int) -> otio.schema.Transition:
    kind = otio.schema.TransitionTypes.SMPTE_Dissolve
    return otio.schema.Transition(name, kind, _time(before), _time(after))


def _picture_track(film: str) -> otio.schema.Track:
    track = otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)
    for shot, start, end in zip(SHOTS, STARTS, STARTS[1:], strict=False):
        if shot.dissolves:
            track.append(_transition("Cross Dissolve", DISSOLVE // 2, DISSOLVE // 2))
        track.append(_clip(shot.name, film, start, end))
    track.append(_transition("Fade to Black", FADE_OUT, 0))
    return track


def _sound_track(film: str) -> otio.schema.Track:
    track = otio.schema.Track("A1", kind=otio.schema.TrackKind.Audio)
    first = {shot.scene: start for shot, start in reversed([*zip(SHOTS, STARTS, strict=False)])}
    cuts = [max(0, start - SOUND_LEADS) for _, start in sorted(first.items())]
    for scene, (start, end) in enumerate(zip(cuts, [*cuts[1:], LENGTH], strict=True), start=1):
        track.append(_clip(f"scene {scene} sound", film, start, end))
    return track


# --- all of it ------------------------------------------------------------------------------------


def main() -> None:
    """Write demo.mp4, demo.otio, demo.srt, demo.ko.srt and stills.jpg."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("-o", "--out", type=Path, default=HERE, help="folder to write into")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    sound, spoken = soundtrack(SEED)
    (out / "demo.srt").write_text(captions(spoken, korean=False), encoding="utf-8")
    (out / "demo.ko.srt").write_text(captions(spoken, korean=True), encoding="utf-8")
    otio.adapters.write_to_file(edit("demo.mp4"), str(out / "demo.otio"))
    write_stills(out / "stills.jpg")
    write_film(out / "demo.mp4", sound)
    print(f"{LENGTH} frames, {len(SHOTS)} shots and {len(LINES)} lines are in {out}")


if __name__ == "__main__":
    main()
