"""What a music editor would do where nothing is ordered."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from tests.spotting.films import CALM, TENSE, Feel, Film

from scenescore.errors import BadArgument
from scenescore.settings import Existing, Settings
from scenescore.spotting import spot
from scenescore.spotting.ranges import chosen_range
from scenescore.timebase import Rate

SECOND = 24
SHOT = 4 * SECOND
LONG = Film([[SHOT] * 10] * 4, [Feel(), Feel(), TENSE, TENSE])


def test_scenes_of_one_mood_share_a_cue_and_a_turn_starts_another() -> None:
    first, second = LONG.cues()
    assert (first.in_frame, first.out_frame) == (0, 80 * SECOND)
    assert second.in_frame == 80 * SECOND
    assert (first.mood.emotion, second.mood.emotion) == ("happy", "fear")


def test_a_long_edit_of_one_mood_is_divided_into_cues_that_can_be_played() -> None:
    film = Film([[SHOT] * 15] * 8)
    assert all(cue.span.duration <= 180 + 8 for cue in film.cues())


def test_an_hour_of_which_nothing_is_known_is_no_single_cue() -> None:
    cues = Film([[3600 * SECOND]]).cues()
    assert len(cues) > 3600 / 180
    assert all(cue.span.duration <= 180 for cue in cues)


def test_music_waits_for_the_end_of_a_line_that_lies_over_the_cut() -> None:
    film = Film([[SHOT] * 10, [SHOT] * 10], [CALM, TENSE], [(1.0, 38.0), (38.5, 42.5)])
    cue = film.cues()[-1]
    assert 42.5 * SECOND < cue.in_frame <= 44 * SECOND


def test_music_is_gone_before_a_line_that_lies_over_the_end() -> None:
    talk = [(36.0, 44.0), *((float(s), s + 3.5) for s in range(45, 79, 4))]
    film = Film([[SHOT] * 10, [SHOT] * 10], [TENSE, CALM], talk)
    cue = film.cues()[0]
    assert 30 * SECOND < cue.out_frame <= 35.6 * SECOND


def test_a_hard_hit_moves_from_a_line_to_the_cut_in_the_gap_after_it() -> None:
    shots = [240, 60, 300]  # scene two's first cut at 10 s; the next at 12.5 s, in a gap
    film = Film([[240], [60, 300]], [Feel(), Feel()], [(9.0, 11.5)])
    (cue,) = film.cues()
    kinds = {hit.frame: hit.kind for hit in cue.hits}
    assert kinds.get(240) == "soft"
    assert kinds[300] == "hard"
    assert sum(shots) == film.total


def test_hits_rank_scene_over_dissolve_over_action_over_cut() -> None:
    film = replace(Film([[480, 480, 480], [480]], [Feel(), Feel()]), kinds={480: "dissolve"})
    cues, _ = spot(
        film.edit(),
        film.seen([(1, 700, 0.9)]),
        film.scene_list(),
        film.heard(),
        film.mood(),
        Settings(),
    )
    weight = {hit.frame: hit.weight for hit in cues[0].hits}
    assert weight[1440] > weight[480] > weight[700] > weight[960]


def test_fast_and_tense_is_hit_more_often_than_slow_and_calm() -> None:
    def hard(film: Film) -> int:
        return sum(hit.kind == "hard" for cue in film.cues() for hit in cue.hits)

    fast = Film([[36] * 40], [TENSE])
    slow = Film([[192] * 8], [replace(CALM, valence=0.9)])
    assert hard(fast) >= 6
    assert hard(slow) <= 5


def test_cuts_beside_a_hit_are_left_alone_but_a_scene_is_answered() -> None:
    kinds = {h.frame: h.kind for c in Film([[36] * 40], [TENSE]).cues() for h in c.hits}
    met = sorted(kinds)
    assert all(b - a >= 2 * SECOND for a, b in pairwise(met))
    film = Film([[480, 60], [420]], [Feel(), Feel()])
    (cue,) = film.cues()
    assert {hit.frame for hit in cue.hits} == {0, 540}


def test_music_is_there_before_it_is_hit() -> None:
    (cue,) = Film([[60, 420, 480]], [replace(CALM, valence=0.9)]).cues()
    assert [hit.frame for hit in cue.hits if hit.kind == "hard"] == [480]


def test_music_that_is_there_is_told_or_avoided() -> None:
    film = replace(LONG, music=[(20.0, 50.0)])
    _, told = film.spot()
    assert [r.code for r in told] == ["music-in-edit"]
    assert "01:00:20:00–01:00:50:00" in told[0].message
    assert all(way in told[0].hint for way in ("avoid", "follow", "replace"))
    cues, _ = film.spot(Settings(existing=Existing.AVOID))
    assert cues
    assert not any(c.in_frame < 50 * SECOND and c.out_frame > 20 * SECOND for c in cues)


def test_music_all_over_and_avoided_leaves_nothing_and_says_so() -> None:
    film = replace(LONG, music=[(0.0, 160.0)])
    cues, remarks = film.spot(Settings(existing=Existing.AVOID))
    assert not cues
    assert "no-cue" in [r.code for r in remarks if r.skipped]


def test_one_shot_of_unbroken_talk_still_gets_its_music() -> None:
    (cue,) = Film([[6 * SECOND]], [CALM], [(0.0, 6.0)]).cues()
    assert cue.in_frame == 0
    assert cue.ending == "fade"


def test_range_by_timecode_counts_from_the_edits_start() -> None:
    (cue,) = LONG.cues(Settings(from_timecode="01:00:10:00", to_timecode="01:00:31:12"))
    assert (cue.in_frame, cue.out_frame) == (10 * SECOND, 31 * SECOND + 12)


def test_range_in_drop_frame_may_be_typed_with_colons() -> None:
    film = replace(LONG, rate=Rate.of("29.97"), start_frame=107_892)  # 01:00:00;00
    edit = replace(film.edit(), drop_frame=True)
    typed = [
        chosen_range(edit, (), Settings(from_timecode=text))
        for text in ("01:01:00:02", "01:01:00;02")
    ]
    assert [r.start for r in typed if r] == [1800, 1800]


@pytest.mark.parametrize(
    ("settings", "hint"),
    [
        (Settings(scene=5), "Scenes: 1 to 4."),
        (Settings(scene=0), "Scenes: 1 to 4."),
        (Settings(from_timecode="noon"), "01:00:00:00 to 01:02:40:00"),
        (Settings(from_timecode="01:00:20:00", to_timecode="01:00:10:00"), "01:00:00:00"),
        (Settings(from_timecode="00:00:20:00"), "01:00:00:00"),
        (Settings(scene=1, from_timecode="01:00:00:00"), "one of them"),
    ],
)
def test_what_cannot_be_chosen_is_said_with_what_can(settings: Settings, hint: str) -> None:
    with pytest.raises(BadArgument) as caught:
        LONG.spot(settings)
    assert hint in caught.value.hint


def test_too_short_an_edit_gets_no_music_and_says_so() -> None:
    cues, remarks = Film([[24]]).spot()
    assert not cues
    assert [r.code for r in remarks] == ["no-cue"]


def test_seed_is_handed_on() -> None:
    assert {cue.seed for cue in LONG.cues(Settings(seed=7))} == {7}
