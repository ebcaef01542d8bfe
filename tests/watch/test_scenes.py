"""Scenes: every shot in one, places told apart, shot and reverse shot together."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.model import (
    Clip,
    Cut,
    CutKind,
    Edit,
    Picture,
    Scene,
    Seen,
    Shot,
    SoundSpan,
    Speech,
)
from scenescore.timebase import Rate, Span
from scenescore.watch import SceneOrders, group_scenes
from scenescore.watch.measures import COLOURS
from scenescore.watch.summaries import words_for

RATE = Rate.of(25)


def _edit(frames: int, picture: bool = True) -> Edit:
    span = Span(Fraction(0), Fraction(frames, 25))
    clips = (Clip("a", None, span, Fraction(0)),) if picture else ()
    return Edit("e", RATE, 0, frames, False, "", "otio", "x", clips)


def _picture(shot: int, look: int) -> Picture:
    """A look is a place: its own colours and its own light."""
    colours = [0.0] * COLOURS
    colours[look * 3 % COLOURS] = 0.7
    colours[(look * 3 + 1) % COLOURS] = 0.3
    return Picture(
        shot, 0.2 + 0.2 * (look % 4), 0.3, 0.2, 0.1 * look - 0.2, 0.3, colours=tuple(colours)
    )


def _seen(seconds: list[int], looks: list[int], kinds: dict[int, CutKind] | None = None) -> Seen:
    starts = [25 * sum(seconds[:i]) for i in range(len(seconds) + 1)]
    kinds = kinds or {}
    shots = tuple(Shot(a, b, "", kinds.get(i, "hard")) for i, (a, b) in enumerate(pairwise(starts)))
    cuts = tuple(Cut(shot.start_frame, shot.cut) for shot in shots[1:])
    return Seen(cuts, shots, tuple(_picture(i, look) for i, look in enumerate(looks)))


def _speech(*spans: tuple[float, float]) -> tuple[Speech, ...]:
    return tuple(Speech(Span(Fraction(a), Fraction(b))) for a, b in spans)


def _shots_of(scenes: tuple[Scene, ...]) -> list[tuple[int, ...]]:
    return [scene.shots for scene in scenes]


def test_two_places_are_two_scenes() -> None:
    seen = _seen([6] * 10, [0] * 5 + [3] * 5)
    assert _shots_of(group_scenes(_edit(1500), seen, ())) == [tuple(range(5)), tuple(range(5, 10))]


def test_shot_and_reverse_shot_stay_together() -> None:
    seen = _seen([4] * 12, [0, 3] * 6)
    assert len(group_scenes(_edit(1200), seen, ())) == 1


def test_a_fade_ends_a_scene_of_one_place() -> None:
    seen = _seen([6] * 10, [0, 1] * 5, {5: "fade"})
    speech = _speech((2, 26), (34, 58))
    assert [s.start_frame for s in group_scenes(_edit(1500), seen, speech)] == [0, 750]


def test_a_line_holds_a_doubtful_boundary_together() -> None:
    """The place changes either at a cut inside a line or at one in a pause: the pause is taken."""
    seen = _seen([20, 20, 20], [0, 3, 6])
    one_line = group_scenes(_edit(1500), seen, _speech((19, 21), (30, 35), (45, 50)))
    assert one_line[0].shots != (0,) or len(one_line) == 3
    inside = _seen([10, 4, 10], [0, 3, 6])
    assert all(
        scene.start_frame != 250
        for scene in group_scenes(_edit(600), inside, _speech((9, 11), (20, 22)))
    )


def test_sound_alone_has_scenes_between_its_pauses() -> None:
    lines = [(t, t + 4.5) for t in range(0, 60, 5)] + [(t, t + 4.5) for t in range(66, 126, 5)]
    scenes = group_scenes(_edit(126 * 25, picture=False), Seen((), (), ()), _speech(*lines))
    assert len(scenes) == 2
    assert 60 * 25 < scenes[1].start_frame < 66 * 25
    assert all(not scene.shots for scene in scenes)


def test_no_picture_was_readable_and_nobody_speaks() -> None:
    seen = _seen([10] * 12, [])
    scenes = group_scenes(_edit(3000), seen, ())
    assert sorted(shot for scene in scenes for shot in scene.shots) == list(range(12))


def test_an_edit_without_length_has_no_scenes() -> None:
    assert group_scenes(_edit(0), Seen((), (), ()), ()) == ()


def test_a_summary_says_what_was_measured() -> None:
    (scene,) = group_scenes(_edit(300), _seen([3] * 4, [0] * 4), _speech((1, 10)))
    assert scene.summary.startswith("4 shots, ")
    assert "dialogue" in scene.summary
    assert "dark" in words_for({"brightness": 0.1})
    assert words_for({}) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 90), st.integers(0, 5)), max_size=40),
    st.lists(st.tuples(st.integers(0, 500), st.integers(1, 60)), max_size=12),
    st.booleans(),
)
def test_scenes_cover_every_shot_once_in_order(
    shots: list[tuple[int, int]], lines: list[tuple[int, int]], seen_pictures: bool
) -> None:
    seen = _seen([s for s, _ in shots], [look for _, look in shots] if seen_pictures else [])
    frames = 25 * sum(s for s, _ in shots) or 250
    speech = _speech(*((a, a + b) for a, b in sorted(lines)))
    scenes = group_scenes(_edit(frames, bool(shots)), seen, speech)
    assert [scene.id for scene in scenes] == list(range(1, len(scenes) + 1))
    assert scenes[0].start_frame == 0
    assert scenes[-1].end_frame == frames
    assert all(a.end_frame == b.start_frame for a, b in pairwise(scenes))
    assert [shot for scene in scenes for shot in scene.shots] == list(range(len(shots)))


def _music(start: float, end: float) -> SoundSpan:
    return SoundSpan(Span(Fraction(start), Fraction(end)), "music")


def test_music_that_ends_parts_what_looks_nearly_alike() -> None:
    """Of three cuts that look the same, the one at which the music ends is taken."""
    seen = _seen([15] * 4, [0, 1, 2, 4])
    lines = _speech((0, 14), (16, 29), (31, 44), (46, 60))
    quiet = group_scenes(_edit(1500), seen, lines)
    sound = (_music(0, 30), SoundSpan(Span(Fraction(30), Fraction(60)), "silence"))
    told = group_scenes(_edit(1500), seen, lines, sound)
    assert 750 in [scene.start_frame for scene in told]
    assert len(told) >= len(quiet)


def test_people_who_talk_stay_together() -> None:
    seen = _seen([20, 20, 20], [0, 2, 4])
    faces = replace(seen, pictures=tuple(replace(p, faces=1, face=0.4) for p in seen.pictures))
    assert len(group_scenes(_edit(1500), faces, ())) <= len(group_scenes(_edit(1500), seen, ()))


def test_a_look_that_returns_after_minutes_is_another_scene() -> None:
    """The same room before and after: two of its scenes, parted by what lies between."""
    seen = _seen([8] * 4 + [90] + [8] * 4, [0, 1, 0, 1, 4, 0, 1, 0, 1])
    scenes = group_scenes(_edit(25 * (64 + 90)), seen, ())
    assert _shots_of(scenes) == [(0, 1, 2, 3), (4,), (5, 6, 7, 8)]


def _episode(seed: int, scenes: int) -> tuple[Edit, Seen, list[int]]:
    """An hour: each scene in its own place, from three or four set-ups that return.

    Looks are drawn, so that neighbouring places may be alike; the truth is where each place begins.
    """
    rng = np.random.default_rng(seed)
    shots, pictures, begins = [], [], []
    frame = 0
    for _ in range(scenes):
        begins.append(frame)
        place = rng.dirichlet(np.full(COLOURS, 0.25))
        light = rng.uniform((0.1, 0.2, 0.05, -0.3), (0.7, 0.5, 0.35, 0.4))
        views = [0.75 * place + 0.25 * rng.dirichlet(np.full(COLOURS, 0.3)) for _ in range(4)]
        end = frame + 25 * int(rng.uniform(120, 360))
        while frame < end:
            view, length = int(rng.integers(4)), int(25 * rng.gamma(2.0, 3.0)) + 12
            noise = rng.dirichlet(np.full(COLOURS, 0.5))
            colours = tuple(0.9 * views[view] + 0.1 * noise)
            values = light + rng.normal(0, 0.03, 4)
            pictures.append(Picture(len(shots), *values, 0.3, colours=colours))  # type: ignore[misc]
            shots.append(Shot(frame, frame + length))
            frame += length
    return _edit(frame), Seen((), tuple(shots), tuple(pictures)), begins


def test_an_episode_falls_into_the_scenes_it_was_made_of() -> None:
    """Those of a drama's hour, and few more: now and then a new set-up is taken for a new place."""
    for seed, count in enumerate((12, 15, 18)):
        edit, seen, begins = _episode(seed, count)
        found = {scene.start_frame for scene in group_scenes(edit, seen, ())}
        assert len(found & set(begins)) >= 0.9 * count
        assert len(found) <= count + 5


frames = st.integers(0, 2000)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(0, 5)), min_size=1, max_size=20),
    st.lists(frames, max_size=4),
    st.lists(st.tuples(frames, st.one_of(st.just(0), st.integers(1, 900))), max_size=3),
)
def test_orders_of_scenes_are_obeyed_to_the_frame(
    shots: list[tuple[int, int]], splits: list[int], joins: list[tuple[int, int]]
) -> None:
    seen = _seen([s for s, _ in shots], [look for _, look in shots])
    length = 25 * sum(s for s, _ in shots)
    ranges = tuple((first, first + more) for first, more in joins)
    orders = SceneOrders(tuple(splits), ranges)
    free = {scene.start_frame for scene in group_scenes(_edit(length), seen, ())}
    scenes = group_scenes(_edit(length), seen, (), orders=orders)
    starts = [scene.start_frame for scene in scenes]
    assert starts[0] == 0
    assert scenes[-1].end_frame == length
    assert all(a.end_frame == b.start_frame for a, b in pairwise(scenes))
    assert sorted(shot for scene in scenes for shot in scene.shots) == list(range(len(shots)))
    wanted = {frame for frame in splits if 0 < frame < length}
    assert wanted <= set(starts)
    for first, last in ranges:
        if last > first:
            assert not {s for s in starts if first < s <= last} - wanted
    if not splits and all(last == first for first, last in ranges):
        assert len(scenes) >= len(free) - len(ranges)
        assert set(starts) <= free


def test_a_point_joins_at_the_boundary_next_to_it() -> None:
    seen = _seen([20] * 3, [0, 2, 4])
    assert [s.start_frame for s in group_scenes(_edit(1500), seen, ())] == [0, 500, 1000]
    for point, left in ((500, [0, 1000]), (480, [0, 1000]), (1200, [0, 500])):
        orders = SceneOrders(joins=((point, point),))
        scenes = group_scenes(_edit(1500), seen, (), orders=orders)
        assert [scene.start_frame for scene in scenes] == left
    both = SceneOrders(splits=(500,), joins=((500, 500),))
    assert len(group_scenes(_edit(1500), seen, (), orders=both)) == 3
