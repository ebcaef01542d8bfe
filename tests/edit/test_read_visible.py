"""The topmost enabled picture wins: random edits against an oracle that looks at every frame."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.edit import make_edits as make

from scenescore.edit.loading import Loaded
from scenescore.edit.reading import edit_of
from scenescore.edit.visible import flatten
from scenescore.model import Edit
from scenescore.timebase import Rate

HERE = Path(__file__)


def read(timeline: Any) -> Edit:
    """The edit of a timeline that was never a file."""
    loaded = Loaded(timeline, None, "otio", Rate.of(24), False, HERE.parent, ())
    return edit_of(HERE, loaded)


# --- the oracle: what shows at one moment, asked of the tree itself ------------------------------


def shown_at(item: Any, moment: Fraction) -> tuple[str, Fraction] | None:
    """(clip, moment of its media) that an item shows, `moment` in record time from its start."""
    if isinstance(item, otio.schema.Gap) or not item.enabled:
        return None
    start = Fraction(item.source_range.start_time.value) if item.source_range else Fraction(0)
    if isinstance(item, otio.schema.Clip):
        speeds = [Fraction(e.time_scalar) for e in item.effects]
        speed = speeds[0] if speeds else Fraction(1)
        length = Fraction(item.source_range.duration.value)
        first = start - speed * length if speed < 0 else start
        return item.name, first + moment * speed
    if isinstance(item, otio.schema.Stack):
        seen = (shown_at(child, moment + start) for child in reversed(item))
        return next((one for one in seen if one is not None), None)
    return track_at(item, moment + start)


def track_at(track: Any, moment: Fraction) -> tuple[str, Fraction] | None:
    """The child whose turn it is; a transition hands over at its middle."""
    children = list(track)
    begin = Fraction(0)
    for index, child in enumerate(children):
        if isinstance(child, otio.schema.Transition):
            continue
        length = frames_of(child)
        first = begin + (lean(children[index - 1]) if index else 0)
        last = begin + length
        if index + 1 < len(children):
            last += lean(children[index + 1])
        if first <= moment < last:
            return shown_at(child, moment - begin)
        begin += length
    return None


def frames_of(item: Any) -> Fraction:
    if item.source_range is not None:
        return Fraction(item.source_range.duration.value)
    if isinstance(item, otio.schema.Stack):
        return max(map(frames_of, item), default=Fraction(0))
    inner = (child for child in item if not isinstance(child, otio.schema.Transition))
    return sum(map(frames_of, inner), Fraction(0))


def lean(item: Any) -> Fraction:
    """By how much a transition's middle lies behind its cut."""
    if not isinstance(item, otio.schema.Transition):
        return Fraction(0)
    return Fraction(item.out_offset.value - item.in_offset.value) / 2


# --- random edits ---------------------------------------------------------------------------------

LONGEST = 12


@st.composite
def clips(draw: st.DrawFn) -> Any:
    speed = draw(st.sampled_from([None, None, 0.5, 2, -1, 0]))
    return make.clip(
        draw(st.sampled_from("abcdef")),
        draw(st.integers(4, LONGEST)),
        draw(st.integers(0, 50)) * 100,
        speed=speed,
        enabled=draw(st.integers(0, 4)) > 0,
    )


@st.composite
def tracks(draw: st.DrawFn, items: st.SearchStrategy[Any]) -> Any:
    """Items with an even transition between some that are plain clips or gaps."""
    made = make.video(enabled=draw(st.integers(0, 5)) > 0)
    for item in draw(st.lists(items, min_size=1, max_size=5)):
        plain = isinstance(item, otio.schema.Clip | otio.schema.Gap)
        # Clips are at least 4 frames, so that neighbouring transitions of 2 never meet.
        if (
            len(made)
            and plain
            and not isinstance(made[-1], otio.schema.Stack)
            and draw(st.booleans())
        ):
            offsets = draw(st.sampled_from([(1, 1), (2, 2), (0, 2), (2, 0), (0, 0)]))
            made.append(make.dissolve(*offsets))
        made.append(item)
    return made


GAPS = st.builds(make.gap, st.integers(4, LONGEST))
LEAVES = st.one_of(clips(), GAPS)


@st.composite
def stacks(draw: st.DrawFn) -> Any:
    made = otio.schema.Stack("nested", draw(st.lists(tracks(LEAVES), min_size=1, max_size=3)))
    length = int(frames_of(made))
    start = draw(st.integers(0, length - 1))
    made.source_range = make.span(start, draw(st.integers(1, length - start)))
    made.enabled = draw(st.integers(0, 5)) > 0
    return made


EDITS = st.builds(
    lambda layers: make.timeline(*layers),
    st.lists(tracks(st.one_of(LEAVES, LEAVES, stacks())), min_size=1, max_size=3),
)


@settings(max_examples=120, deadline=None)
@given(EDITS)
def test_every_frame_shows_what_the_oracle_sees(timeline: Any) -> None:
    parts = flatten(timeline, "Video")
    length = int(frames_of(timeline.tracks))
    for frame in range(length):
        # The middle of a frame: never on a boundary, whole or half.
        moment = frame + Fraction(1, 4)
        found = [p for p in parts if p.span.contains(moment / 24)]
        assert len(found) <= 1
        wanted = shown_at(timeline.tracks, Fraction(moment))
        if wanted is None:
            assert not found
            continue
        part = found[0]
        source = part.source + (moment / 24 - part.span.start) * part.speed
        assert (part.clip.name, source * 24) == wanted


@settings(max_examples=60, deadline=None)
@given(EDITS)
def test_cuts_and_picture_agree(timeline: Any) -> None:
    if not any(timeline.find_clips()):
        return
    edit = read(timeline)
    bounds = {c.record.start * 24 for c in edit.picture} | {c.record.end * 24 for c in edit.picture}
    frames = [cut.frame for cut in edit.cuts]
    assert frames == sorted(set(frames))
    assert set(frames) == bounds - {0, edit.duration_frames}
    for before, after in zip(edit.picture, edit.picture[1:], strict=False):
        assert before.record.end <= after.record.start
    for cut in edit.cuts:
        assert (cut.kind == "hard") == (cut.span is None)


# --- single cases, each with a reason -------------------------------------------------------------


def test_a_dissolve_cuts_in_its_middle_also_when_it_leans() -> None:
    edit = read(
        make.timeline(make.video(make.clip("a", 40), make.dissolve(4, 10), make.clip("b", 40)))
    )
    assert [(c.frame, c.kind) for c in edit.cuts] == [(43, "dissolve")]
    assert edit.cuts[0].span is not None
    assert (edit.cuts[0].span.start * 24, edit.cuts[0].span.end * 24) == (36, 50)
    assert edit.picture[1].source_start * 24 == 3


def test_a_cut_below_a_covering_clip_is_none() -> None:
    below = make.video(make.clip("a", 20), make.dissolve(5, 5), make.clip("b", 20))
    above = make.video(make.gap(5), make.clip("top", 30))
    edit = read(make.timeline(below, above))
    assert [(c.frame, c.kind) for c in edit.cuts] == [(5, "hard"), (35, "hard")]
    assert [c.name for c in edit.picture] == ["a", "top", "b"]
    assert [c.track for c in edit.picture] == [0, 1, 0]


def test_a_razor_through_one_clip_is_no_cut() -> None:
    halves = make.video(make.clip("a", 20), make.clip("a", 20, 20), make.clip("b", 10))
    assert [c.frame for c in read(make.timeline(halves)).cuts] == [40]


def test_pieces_of_one_film_with_names_of_their_own_are_shots() -> None:
    pieces = [make.clip(name, 20, 20 * i, url="film.mov") for i, name in enumerate("xyz")]
    assert [c.frame for c in read(make.timeline(make.video(*pieces))).cuts] == [20, 40]


def test_a_film_cut_by_scene_detection_keeps_its_cuts() -> None:
    pieces = [make.clip("film", 20, 20 * i) for i in range(4)]
    assert [c.frame for c in read(make.timeline(make.video(*pieces))).cuts] == [20, 40, 60]


def test_a_cut_to_black_is_a_cut_and_a_transition_there_a_fade() -> None:
    edit = read(
        make.timeline(
            make.video(
                make.clip("a", 20), make.gap(20), make.dissolve(0, 10), make.clip("b", 20),
                make.dissolve(6, 6), make.gap(20), make.clip("c", 20),
            )
        )
    )  # fmt: skip
    assert [(c.frame, c.kind) for c in edit.cuts] == [
        (20, "hard"), (45, "fade"), (60, "fade"), (80, "hard"),
    ]  # fmt: skip


def test_fades_at_the_ends_of_the_edit_are_no_cuts() -> None:
    edit = read(
        make.timeline(
            make.video(
                make.dissolve(0, 12), make.clip("a", 48), make.clip("b", 48), make.dissolve(12, 0)
            )
        )
    )
    assert [c.frame for c in edit.cuts] == [48]
    assert (edit.picture[0].record.start, edit.picture[-1].record.end) == (0, 4)


def test_fading_to_the_picture_below_is_a_dissolve() -> None:
    above = make.video(make.clip("top", 20), make.dissolve(10, 0), make.gap(20))
    edit = read(make.timeline(make.video(make.clip("below", 40)), above))
    assert [(c.frame, c.kind) for c in edit.cuts] == [(15, "dissolve")]


@pytest.mark.parametrize(
    ("kind", "names", "cuts"),
    [
        ("Title", ["below"], []),
        ("GraphicAndType", ["below"], []),
        ("Transparent Video", ["below"], []),
        ("Solid Color", ["below", "Solid Color", "below"], [10, 30]),
        ("SMPTEBars", ["below", "SMPTEBars", "below"], [10, 30]),
        ("black", ["below", "below"], [10, 30]),
    ],
)
def test_titles_lie_over_the_picture_and_solids_replace_it(
    kind: str, names: list[str], cuts: list[int]
) -> None:
    above = make.video(make.gap(10), make.generator(kind, 20))
    edit = read(make.timeline(make.video(make.clip("below", 40)), above))
    assert [c.name for c in edit.picture] == names
    assert [c.frame for c in edit.cuts] == cuts


def test_a_title_on_black_is_a_picture() -> None:
    edit = read(make.timeline(make.video(make.generator("Title", 20), make.clip("a", 20))))
    assert [c.name for c in edit.picture] == ["Title", "a"]


def test_a_nested_stack_at_half_speed_shows_twice_as_long() -> None:
    inner = otio.schema.Stack("n", [make.video(make.clip("a", 10, 100), make.clip("b", 10, 200))])
    inner.source_range = make.span(5, 20)
    inner.effects.append(otio.schema.LinearTimeWarp(time_scalar=0.5))
    edit = read(make.timeline(make.video(inner)))
    assert [(c.name, c.record.start * 24, c.source_start * 24, c.speed) for c in edit.picture] == [
        ("a", 0, 105, Fraction(1, 2)),
        ("b", 10, 200, Fraction(1, 2)),
    ]


def test_a_nested_stack_in_reverse_shows_its_last_clip_first() -> None:
    inner = otio.schema.Stack("n", [make.video(make.clip("a", 10, 100), make.clip("b", 10, 200))])
    inner.source_range = make.span(0, 20)
    inner.effects.append(otio.schema.LinearTimeWarp(time_scalar=-1))
    edit = read(make.timeline(make.video(inner)))
    assert [(c.name, c.source_start * 24, c.speed) for c in edit.picture] == [
        ("b", 210, -1),
        ("a", 110, -1),
    ]


def test_a_frozen_stack_holds_one_moment() -> None:
    inner = otio.schema.Stack("n", [make.video(make.clip("a", 10, 100), make.clip("b", 10, 200))])
    inner.source_range = make.span(12, 30)
    inner.effects.append(otio.schema.FreezeFrame())
    edit = read(make.timeline(make.video(inner)))
    assert [(c.name, c.source_start * 24, c.speed) for c in edit.picture] == [("b", 202, 0)]
    assert edit.duration_frames == 30
