"""What holds for the spotting of any edit."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.spotting.films import Feel, Film, films, in_line

from scenescore.settings import Settings
from scenescore.spotting.table import load_numbers
from scenescore.timebase import Rate, Span, to_frames

NUMBERS = load_numbers()
MANY = settings(max_examples=50, deadline=None)


@given(films())
@MANY
def test_cues_lie_in_order_apart_and_inside_the_edit(film: Film) -> None:
    cues = film.cues()
    assert all(0 <= cue.in_frame < cue.out_frame <= film.total for cue in cues)
    assert all(one.out_frame <= other.in_frame for one, other in pairwise(cues))
    assert [cue.id for cue in cues] == [f"1m{n:02}" for n in range(1, len(cues) + 1)]
    assert len({cue.uid for cue in cues}) == len(cues)


@given(films())
@MANY
def test_hits_are_sorted_inside_the_cue_and_begin_with_its_entry(film: Film) -> None:
    for cue in film.cues():
        frames = [hit.frame for hit in cue.hits]
        assert frames == sorted(set(frames))
        assert cue.hits[0].frame == cue.in_frame
        assert [hit.kind for hit in cue.hits].count("entry") == 1
        assert cue.hits[0].kind == "entry"
        assert cue.hits[0].weight == 1.0
        assert frames[-1] <= cue.out_frame
        assert all(0 < hit.weight <= 1 for hit in cue.hits)


@given(films())
@MANY
def test_no_hard_hit_that_nobody_ordered_falls_into_a_line(film: Film) -> None:
    for cue in film.cues():
        for hit in cue.hits:
            assert hit.ordered or hit.kind != "hard" or not in_line(film, hit.frame)


@given(films(markers=False))
@MANY
def test_hard_hits_keep_their_distance(film: Film) -> None:
    least = to_frames(NUMBERS.density.least, film.rate)
    for cue in film.cues():
        hard = [hit.frame for hit in cue.hits if hit.kind == "hard"]
        assert all(abs(a - b) >= least for a, b in combinations(hard, 2))
        assert all(f - cue.in_frame >= least and cue.out_frame - f >= least for f in hard)
        length = float(cue.span.duration)
        closest = NUMBERS.density.busy * NUMBERS.density.spread
        assert len(hard) <= length / closest + 1


@given(films(markers=False))
@MANY
def test_music_comes_in_between_lines_or_where_there_is_no_other_place(film: Film) -> None:
    for cue in film.cues()[1:]:
        assert not in_line(film, cue.in_frame)


_GIVEN_UP = Film(
    scenes=[[262], [6, 234], [6, 6, 6, 6, 6, 6, 249]],
    feels=[Feel(0.0, 0.0, tension, "happy") for tension in (0.0, 1.0, 0.0)],
    lines=[(0.2, 0.5), (3.3, 8.6)],
    rate=Rate.of("30000/1001"),
)
"""Eight seconds between two cues, in which a line leaves no room for one to begin."""


@given(films(markers=False))
@example(_GIVEN_UP)
@MANY
def test_nobody_orders_so_no_cue_is_too_short_and_no_silence_a_hole(film: Film) -> None:
    cues = film.cues()
    shortest = to_frames(NUMBERS.cue.shortest, film.rate)
    gap = to_frames(NUMBERS.cue.least_gap, film.rate)
    if len(cues) > 1:
        assert all(cue.out_frame - cue.in_frame >= shortest for cue in cues)
    for one, other in pairwise(cues):
        hole = other.in_frame - one.out_frame
        assert hole == 0 or hole >= gap


@given(films(markers=False))
@MANY
def test_an_edit_that_lasts_gets_music_and_room_for_its_last_chord(film: Film) -> None:
    cues = film.cues()
    if film.total / film.rate.fps >= NUMBERS.cue.least_edit:
        assert cues
        assert cues[-1].out_frame < film.total
    else:
        assert not cues


@given(films())
@MANY
def test_the_same_edit_is_spotted_the_same(film: Film) -> None:
    assert film.spot() == film.spot()


@given(films(markers=False), st.integers(8, 40))
@MANY
def test_a_cue_keeps_its_uid_when_a_scene_is_inserted_before(film: Film, seconds: int) -> None:
    inserted = to_frames(seconds, film.rate)
    names = [f"take {i}.mov" for i in range(len(film.lengths))]
    whole = Settings(scene=len(film.scenes))
    before = replace(film, names=names, lines=()).cues(whole)[0]
    after = replace(
        film,
        names=["new.mov", *names],
        lines=(),
        scenes=[[inserted], *film.scenes],
        feels=[Feel(), *film.feels],
        kinds={},
    ).cues(Settings(scene=len(film.scenes) + 1))[0]
    assert after.in_frame == before.in_frame + inserted
    if film.total / film.rate.fps > 10:  # below, the ring-out's room depends on the length
        assert after.uid == before.uid


@given(films())
@MANY
def test_dialogue_is_that_of_the_cue_and_a_second_around(film: Film) -> None:
    for cue in film.cues():
        reach = Span(max(cue.span.start - 1, 0), cue.span.end + 1)
        assert all(reach.start <= s.start < s.end <= reach.end for s in cue.dialogue)
        assert all(b.start - a.end >= NUMBERS.lines.gap - 1e-9 for a, b in pairwise(cue.dialogue))


@given(films())
@MANY
def test_moods_are_points_inside_the_cue_from_its_start(film: Film) -> None:
    for cue in film.cues():
        seconds = [point.seconds for point in cue.moods]
        assert seconds[0] == 0
        assert seconds == sorted(set(seconds))
        assert seconds[-1] < max(cue.span.duration, 1)
        assert all(-1 <= p.mood.valence <= 1 for p in cue.moods)


@pytest.mark.parametrize("number", [1, 2])
@given(film=films())
@settings(max_examples=30, deadline=None)
def test_a_chosen_scene_gets_exactly_one_cue(film: Film, number: int) -> None:
    scenes = film.scene_list()
    if number > len(scenes):
        return
    scene = scenes[number - 1]
    stops = any(text == "STOP" for text, _, _ in film.markers)
    (cue,) = film.cues(Settings(scene=number))
    assert cue.in_frame == scene.start_frame
    if not stops and number < len(scenes) - 1:
        assert cue.out_frame >= scene.end_frame - to_frames(NUMBERS.cue.ring_room, film.rate)
    assert cue.out_frame <= scene.end_frame


@given(films())
@MANY
def test_no_music_means_no_music(film: Film) -> None:
    cues = film.cues()
    for text, frame, length in film.markers:
        if text in ("NO MUSIC", "음악 없음"):
            end = min(frame + max(length, 1), film.total)
            assert not any(c.in_frame < end and frame < c.out_frame for c in cues)


@given(films())
@MANY
def test_every_order_is_followed_or_told(film: Film) -> None:
    cues, remarks = film.spot()
    told = [r.where for r in remarks if r.code == "order-not-followed"]
    unfollowed = 0
    for text, frame, _ in film.markers:
        if text in ("HIT", "door"):
            unfollowed += not any(h.frame == frame and h.ordered for c in cues for h in c.hits)
        elif text == "IN":
            unfollowed += not any(c.in_frame == frame for c in cues)
        elif text in ("OUT", "STOP"):
            unfollowed += not any(c.out_frame == frame for c in cues)
    assert len(told) >= unfollowed
