"""Light, colour and motion of shots, from films and from edits."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scenescore.edit import read_edit
from scenescore.errors import Cancelled
from scenescore.job import Job
from scenescore.media import Image
from scenescore.model import Clip, Cut, Edit, Media, Shot
from scenescore.timebase import Rate, Span
from scenescore.watch import watch
from scenescore.watch.glances import Glance, Glances
from scenescore.watch.measures import COLOURS, colours_of, light_of
from scenescore.watch.pictures import pictures_of
from scenescore.watch.shots import shots_of

RATE = Rate.of(25)


def _plain(blue: int, green: int, red: int) -> Image:
    return np.full((90, 160, 3), (blue, green, red), np.uint8)


def _film(path: Path, images: list[Image]) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "12"})
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for image in images:
            frame = av.VideoFrame.from_ndarray(image, format="bgr24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _edit(clips: list[Clip], cuts: tuple[int, ...]) -> Edit:
    frames = int(clips[-1].record.end * 25)
    return Edit(
        "e", RATE, 0, frames, False, "", "otio", "x", tuple(clips), cuts=tuple(map(Cut, cuts))
    )


def _clip(path: Path, start: int, end: int, source: int, speed: Fraction | int = 1) -> Clip:
    media = Media(str(path), path.name, missing=not path.exists())
    span = Span(Fraction(start, 25), Fraction(end, 25))
    return Clip(path.stem, media, span, Fraction(source, 25), Fraction(speed))


def test_light_and_colour_of_plain_images() -> None:
    black, white, orange = _plain(0, 0, 0), _plain(255, 255, 255), _plain(0, 128, 255)
    assert light_of(black).brightness == 0
    assert light_of(white).brightness == pytest.approx(1)
    assert light_of(white).saturation == 0
    assert light_of(orange).warmth > 0.9 > -0.9 > light_of(_plain(255, 128, 0)).warmth
    half = np.concatenate((black[:45], white[:45]))
    assert light_of(half).contrast == pytest.approx(1)


@given(hnp.arrays(np.uint8, (9, 16, 3)))
def test_any_image_has_measures_in_their_ranges(image: Image) -> None:
    light = light_of(image)
    assert all(0 <= value <= 1 for value in light[:3])
    assert -1 <= light.warmth <= 1
    colours = colours_of(image)
    assert len(colours) == COLOURS
    assert colours.sum() == pytest.approx(1, abs=1e-5)


def test_an_edit_is_looked_at_through_its_clips(tmp_path: Path) -> None:
    """Dark then light in the file; the edit shows them the other way round, one in reverse."""
    path = tmp_path / "필름 と 映画 🎬.mp4"
    _film(path, [_plain(20, 20, 20)] * 50 + [_plain(60, 120, 230)] * 50)
    clips = [_clip(path, 0, 50, 50), _clip(path, 50, 100, 49, -1), _clip(path, 100, 103, 0, 0)]
    seen = watch(_edit(clips, (50, 100)), Job())
    assert [shot.start_frame for shot in seen.shots] == [0, 50, 100]
    light, dark, frozen = seen.pictures
    assert light.brightness > 0.4 > 0.15 > dark.brightness
    assert light.warmth > 0.3
    assert frozen.brightness == pytest.approx(dark.brightness, abs=0.02)
    assert light.motion < 0.05


@pytest.mark.parametrize(
    ("speed", "source", "frames", "action"),
    [(1, 0, 100, 58), (-1, 99, 100, 42), (2, 0, 50, 29), (Fraction(1, 2), 0, 200, 116)],
)
def test_an_action_is_found_on_its_frame(
    tmp_path: Path, speed: Fraction | int, source: int, frames: int, action: int
) -> None:
    still = np.random.default_rng(3).integers(0, 255, (90, 160, 3)).astype(np.uint8) // 8
    moved = still.copy()
    moved[10:80, 20:140] = 255
    path = tmp_path / "action.mp4"
    _film(path, [still] * 58 + [moved] * 42)
    edit = _edit([_clip(path, 0, frames, source, speed)], ())
    (picture,) = watch(edit, Job()).pictures
    assert picture.action_frame == action
    assert picture.action > 0.5


def test_missing_and_broken_media_cost_their_shots_only(tmp_path: Path) -> None:
    good, broken = tmp_path / "good.mp4", tmp_path / "broken.mp4"
    _film(good, [_plain(90, 90, 90)] * 50)
    broken.write_bytes(b"not a film")
    clips = [
        _clip(good, 0, 50, 0),
        _clip(tmp_path / "gone.mp4", 50, 100, 0),
        _clip(broken, 100, 150, 0),
    ]
    seen = watch(_edit(clips, (50, 100)), Job())
    assert len(seen.shots) == 3
    assert [picture.shot for picture in seen.pictures] == [0]
    assert {(r.code, r.skipped) for r in seen.remarks} == {
        ("picture-missing", True),
        ("picture-unreadable", True),
    }


def test_clips_without_media_are_told_in_one_remark() -> None:
    clips = [replace(_clip(Path("x"), i, i + 10, 0), media=None) for i in (0, 10)]
    seen = watch(_edit(clips, (10,)), Job())
    assert not seen.pictures
    assert [r.code for r in seen.remarks] == ["picture-unnamed"]
    assert "2 clips" in seen.remarks[0].message


def test_sound_alone_has_no_shots() -> None:
    seen = watch(replace(_edit([_clip(Path("x"), 0, 10, 0)], ()), picture=()), Job())
    assert not seen.shots
    assert [r.code for r in seen.remarks] == ["no-picture"]


def test_watching_stops_when_asked(shared_data: Path) -> None:
    edit = read_edit(shared_data / "edits" / "real" / "sintel_trailer.otio")
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        watch(edit, job)


def test_the_trailer_and_its_edit_look_alike(shared_data: Path) -> None:
    """Sampled through the edit or decoded whole: shots that share their cuts have one look."""
    edit = watch(read_edit(shared_data / "edits" / "real" / "sintel_trailer.otio"), Job())
    film = watch(read_edit(shared_data / "film" / "sintel_trailer.mp4"), Job())
    looks = {edit.shots[p.shot].start_frame: p for p in edit.pictures}
    both = [
        (looks[film.shots[p.shot].start_frame], p)
        for p in film.pictures
        if film.shots[p.shot].start_frame in (336, 398, 573, 623, 660)
    ]
    assert len(both) == 5
    for one, other in both:
        assert one.brightness == pytest.approx(other.brightness, abs=0.05)
        assert one.motion == pytest.approx(other.motion, abs=0.15)


@given(st.lists(st.integers(-5, 130), max_size=12), st.integers(1, 120))
def test_shots_cover_the_edit_whatever_the_cuts(cuts: list[int], frames: int) -> None:
    edit = _edit([_clip(Path("x"), 0, frames, 0)], tuple(cuts))
    shots = shots_of(edit, edit.cuts)
    assert shots[0].start_frame == 0
    assert shots[-1].end_frame == frames
    assert all(a.end_frame == b.start_frame for a, b in pairwise(shots))
    assert all(shot.start_frame < shot.end_frame for shot in shots)


@given(st.lists(st.tuples(st.integers(0, 200), st.floats(0, 1, width=32)), max_size=60))
def test_any_glances_give_pictures_in_range(seen: list[tuple[int, float]]) -> None:
    colours = np.full(COLOURS, 1 / COLOURS, np.float32)
    light = light_of(_plain(10, 100, 200))
    glances = Glances.of([(frame, Glance(light, colours, moved)) for frame, moved in seen])
    shots = (Shot(0, 90), Shot(90, 91), Shot(91, 201))
    for picture in pictures_of(shots, (), glances, lambda first, last: [(first, 1.0)], RATE):
        shot = shots[picture.shot]
        assert 0 <= picture.motion <= 1
        assert 0 <= picture.action <= 1
        if picture.action_frame is not None:
            assert shot.start_frame < picture.action_frame < shot.end_frame
