"""The edit with its lanes as MLT XML, which `melt` plays and Shotcut and Kdenlive open.

Every sound has a track of its own with a `mix` transition to the ground: without one, MLT plays
only a single track. Counts in frames of the edit's rate, last frames inclusive, as MLT does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import zip_longest
from math import log10
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from scenescore.edit.frame_size import frame_size
from scenescore.edit.lane_files import handle_frames
from scenescore.edit.scored_tracks import CREDIT, in_order
from scenescore.edit.xml_out import xml_file
from scenescore.media import probe
from scenescore.model import Clip, Edit, Lane
from scenescore.timebase import Rate, Span, to_frames, to_seconds

_SILENT_DB = -90.0
_GROUND, _PICTURE_TRACK = "ground", "V1"
_DISSOLVE = ("dissolve from", "dissolve to")
"""Tracks of their own, so that both pictures of a dissolve may be of one file."""


@dataclass(slots=True)
class _Project:
    """The document while it is made: producers stand before what plays them."""

    edit: Edit
    root: Element
    producers: dict[tuple[str, str, Fraction], str] = field(default_factory=dict)

    @property
    def rate(self) -> Rate:
        return self.edit.rate


def as_mlt(edit: Edit, lanes: Sequence[Lane], name: str) -> bytes:
    """The whole edit, pictures and sounds as `Edit` has them, and our lanes above.

    Fades from and to black are cuts. Raises ValueError where lanes of one track overlap.
    """
    root = Element("mlt", {"LC_NUMERIC": "C", "version": "7.12.0", "title": name})
    project = _Project(edit, root)
    _profile(root, edit)
    _ground(project)
    playlists = [_picture(project)]
    playlists += [_sounds(project, x, f"A{n}") for n, x in enumerate(_apart(edit.sound), start=1)]
    for track in dict.fromkeys(lane.track for lane in lanes):
        own = in_order(track, [lane for lane in lanes if lane.track == track])
        playlists.append(_lane_track(project, track, own))
    root.extend(playlists)
    root.append(_tractor(edit, [playlist.get("id", "") for playlist in playlists]))
    return xml_file(root)


# --- what plays -----------------------------------------------------------------------------------


def _profile(root: Element, edit: Edit) -> None:
    # Made even, as encoders want it.
    width, height = (each + each % 2 for each in frame_size(edit))
    said = {
        "description": f"{width}x{height} {edit.rate}",
        "width": width,
        "height": height,
        "progressive": 1,
        "sample_aspect_num": 1,
        "sample_aspect_den": 1,
        "display_aspect_num": width,
        "display_aspect_den": height,
        "frame_rate_num": edit.rate.fps.numerator,
        "frame_rate_den": edit.rate.fps.denominator,
        "colorspace": 709,
    }
    SubElement(root, "profile", {key: str(value) for key, value in said.items()})


def _ground(project: _Project) -> None:
    """Black, and silence, under everything and as long as the edit."""
    last = str(project.edit.duration_frames - 1)
    ground = SubElement(project.root, "producer", {"id": _GROUND, "in": "0", "out": last})
    _say(ground, mlt_service="color", resource="black", length=project.edit.duration_frames)


def _producer(project: _Project, track: str, path: str, speed: Fraction = Fraction(1)) -> str:
    """The id of what plays a file at a speed on a track: shared by two, it would jump about."""
    key = (track, path, speed)
    if key not in project.producers:
        made = SubElement(project.root, "producer", {"id": f"media{len(project.producers)}"})
        if speed in (0, 1):
            _say(made, mlt_service="avformat", resource=path)
        else:
            _say(made, mlt_service="timewarp", resource=f"{float(speed):.9g}:{path}")
        pictures = track in (_PICTURE_TRACK, *_DISSOLVE)
        _say(made, **{"audio_index" if pictures else "video_index": -1})
        project.producers[key] = made.get("id", "")
    return project.producers[key]


def _entry(project: _Project, clip: Clip, track: str, start: int, end: int) -> Element | None:
    """What a clip plays over frames of the edit; None for what has no file here."""
    if clip.media is None or clip.media.missing:
        return None
    speed, moment = clip.speed, clip.source_at(to_seconds(start, project.rate))
    if speed < 0:
        # Played backwards a file begins at its end.
        moment = probe(Path(clip.media.path)).duration - moment
    first = to_frames(moment / (abs(speed) or 1), project.rate)
    producer = _producer(project, track, clip.media.path, speed)
    entry = _range("entry", first, end - start, producer=producer)
    if speed == 0:
        still = SubElement(entry, "filter")
        _say(still, mlt_service="freeze", frame=0, freeze_after=1)
    return entry


def _dissolve(project: _Project, pair: tuple[Clip, Clip], start: int, end: int) -> Element | None:
    """Two clips over one another from `start` to `end`; None where one has no file here."""
    tracks = zip(pair, _DISSOLVE, strict=True)
    shown = [_entry(project, clip, track, start, end) for clip, track in tracks]
    last = str(end - start - 1)
    blend = Element("tractor", {"id": f"dissolve{start}", "in": "0", "out": last})
    for entry in shown:
        if entry is None:
            return None
        blend.append(entry)
        entry.tag = "track"
    transition = SubElement(blend, "transition", {"in": "0", "out": last})
    _say(transition, a_track=0, b_track=1, mlt_service="luma")
    project.root.append(blend)
    return _range("entry", 0, end - start, producer=blend.get("id", ""))


# --- tracks ---------------------------------------------------------------------------------------


def _picture(project: _Project) -> Element:
    playlist = Element("playlist", {"id": _PICTURE_TRACK})
    _say(playlist, **{"shotcut:video": 1, "shotcut:name": _PICTURE_TRACK})
    reached = 0
    for start, end, pair in _stretches(project.edit):
        if len(pair) == 1:
            entry = _entry(project, pair[0], _PICTURE_TRACK, start, end)
        else:
            entry = _dissolve(project, (pair[0], pair[1]), start, end)
        reached = _placed(playlist, entry, start, end, reached)
    return playlist


def _stretches(edit: Edit) -> Iterator[tuple[int, int, Sequence[Clip]]]:
    """The picture as frames [start, end) with the clip that is seen, or the two in a dissolve."""
    spans = {cut.frame: cut.span for cut in edit.cuts if cut.kind == "dissolve" and cut.span}
    reached = 0
    for clip, after in zip_longest(edit.picture, edit.picture[1:]):
        start, end = _frames(clip.record, edit.rate)
        span = spans.get(end) if after else None
        until, then = _frames(span, edit.rate) if span else (end, end)
        begin = max(start, reached)
        reached = then
        until = max(begin, until)
        yield begin, until, (clip,)
        if span:
            yield until, then, (clip, after)


def _sounds(project: _Project, clips: Sequence[Clip], id: str) -> Element:
    playlist = _sound_track(id, id)
    reached = 0
    for clip in clips:
        start, end = _frames(clip.record, project.rate)
        entry = _entry(project, clip, id, start, end)
        if entry is not None and (clip.gain != 1 or clip.fade_in or clip.fade_out):
            _level(entry, clip, project.rate)
        reached = _placed(playlist, entry, start, end, reached)
    return playlist


def _lane_track(project: _Project, track: str, lanes: Sequence[Lane]) -> Element:
    playlist = _sound_track(f"{CREDIT} {track}", track)
    handle = handle_frames(project.rate)
    reached = 0
    for lane in lanes:
        producer = _producer(project, track, str(Path(lane.path).absolute()))
        entry = _range("entry", handle, lane.end_frame - lane.start_frame, producer=producer)
        _say(entry, **{"scenescore:cue": lane.cue, "scenescore:name": lane.name})
        reached = _placed(playlist, entry, lane.start_frame, lane.end_frame, reached)
    return playlist


def _sound_track(id: str, name: str) -> Element:
    playlist = Element("playlist", {"id": id})
    _say(playlist, **{"shotcut:audio": 1, "shotcut:name": name, "kdenlive:audio_track": 1})
    return playlist


def _placed(playlist: Element, entry: Element | None, start: int, end: int, reached: int) -> int:
    """Put an entry behind what there is; nothing is left as long where it has no file."""
    if end <= start:
        return reached
    if start > reached:
        SubElement(playlist, "blank", {"length": str(start - reached)})
    if entry is None:
        SubElement(playlist, "blank", {"length": str(end - start)})
    else:
        playlist.append(entry)
    return end


def _apart(clips: Sequence[Clip]) -> list[list[Clip]]:
    """Sounds on as few tracks as they need so that none overlap, those of one track together."""
    tracks: list[list[Clip]] = []
    for clip in sorted(clips, key=lambda clip: (clip.record.start, clip.track)):
        free = [t for t in tracks if t[-1].record.end <= clip.record.start]
        own = next((t for t in free if t[-1].track == clip.track), None)
        if own is None and free:
            own = free[0]
        if own is None:
            tracks.append([clip])
        else:
            own.append(clip)
    return tracks


def _level(entry: Element, clip: Clip, rate: Rate) -> None:
    """Level and fades in decibels over the entry's own frames."""
    frames = int(entry.get("out", "0")) - int(entry.get("in", "0")) + 1
    level = 20 * log10(clip.gain) if clip.gain > 0 else _SILENT_DB
    rise, fall = (to_frames(each, rate) for each in (clip.fade_in, clip.fade_out))
    points = {0: _SILENT_DB if rise else level, rise: level, frames - 1 - fall: level}
    points[frames - 1] = _SILENT_DB if fall else level
    curve = ";".join(f"{frame}={db:.2f}" for frame, db in sorted(points.items()))
    volume = SubElement(entry, "filter", {"in": entry.get("in", ""), "out": entry.get("out", "")})
    _say(volume, mlt_service="volume", level=curve)


def _tractor(edit: Edit, playlists: Sequence[str]) -> Element:
    """All tracks over the ground; every sound is mixed into it, the picture laid over it."""
    last = str(edit.duration_frames - 1)
    tractor = Element("tractor", {"id": "main", "title": edit.name, "in": "0", "out": last})
    _say(tractor, shotcut=1)
    SubElement(tractor, "track", {"producer": _GROUND})
    for number, playlist in enumerate(playlists):
        hide = {"hide": "video"} if number else {"hide": "audio"}
        SubElement(tractor, "track", {"producer": playlist, **hide})
    for number in range(1, len(playlists) + 1):
        picture = number == 1
        transition = SubElement(tractor, "transition", {"in": "0", "out": last})
        _say(transition, a_track=0, b_track=number, always_active=1)
        _say(transition, mlt_service="composite" if picture else "mix")
        _say(transition, **({"distort": 0, "geometry": "0/0:100%x100%"} if picture else {"sum": 1}))
    return tractor


def _frames(span: Span, rate: Rate) -> tuple[int, int]:
    return to_frames(span.start, rate), to_frames(span.end, rate)


def _range(tag: str, first: int, frames: int, **more: str) -> Element:
    return Element(tag, {**more, "in": str(first), "out": str(first + frames - 1)})


def _say(element: Element, **properties: object) -> None:
    for name, value in properties.items():
        SubElement(element, "property", {"name": name}).text = str(value)
