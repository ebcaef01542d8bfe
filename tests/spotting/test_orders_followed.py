"""What markers order happens, on the frame."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.spotting.films import CALM, TENSE, Feel, Film

from scenescore.model import Cue, Hit
from scenescore.settings import Existing, MoodOrder, Settings

SECOND = 24
TALK = [(float(s), s + 3.5) for s in range(40, 80, 4)]
SHOT = 4 * SECOND
PLAIN = Film([[SHOT] * 10, [SHOT] * 10, [SHOT] * 10], [Feel(), CALM, TENSE], TALK)
"""Two minutes: 40 s of music, 40 s of calm talk that stays dry, 40 s of tension."""


def hits(cues: tuple[Cue, ...], frame: int) -> list[Hit]:
    return [hit for cue in cues for hit in cue.hits if hit.frame == frame]


def test_without_orders_the_talk_stays_dry() -> None:
    first, last = PLAIN.cues()
    assert first.out_frame <= 40 * SECOND
    assert last.in_frame >= 79 * SECOND


def test_in_and_out_make_a_cue_of_any_length_on_their_frames() -> None:
    cues = PLAIN.marked(("IN", 50 * SECOND + 5, 1), ("OUT", 53 * SECOND + 2, 1)).cues()
    ordered = [c for c in cues if c.in_frame == 50 * SECOND + 5]
    assert [c.out_frame for c in ordered] == [53 * SECOND + 2]
    assert ordered[0].hits[0].ordered


def test_in_alone_lasts_to_the_end_of_its_scene() -> None:
    cues = PLAIN.marked(("시작", 60 * SECOND, 1)).cues()
    (cue,) = [c for c in cues if c.in_frame == 60 * SECOND]
    assert 72 * SECOND <= cue.out_frame <= 82 * SECOND


def test_out_silences_the_rest_of_its_scene() -> None:
    cues = PLAIN.marked(("OUT", 20 * SECOND, 1)).cues()
    assert cues[0].out_frame == 20 * SECOND
    assert all(cue.in_frame >= 40 * SECOND for cue in cues[1:])


@pytest.mark.parametrize("text", ["HIT", "히트: 문"])
def test_hit_is_hard_on_its_frame_even_in_a_line_of_a_dry_scene(text: str) -> None:
    frame = 57 * SECOND
    (hit,) = hits(PLAIN.marked((text, frame, 1)).cues(), frame)
    assert (hit.kind, hit.ordered, hit.weight) == ("hard", True, 1.0)


def test_a_marker_that_is_no_order_is_hit_too() -> None:
    frame = 57 * SECOND
    (hit,) = hits(PLAIN.marked(("she sees him", frame, 1)).cues(), frame)
    assert (hit.kind, hit.ordered, hit.label) == ("hard", True, "she sees him")


def test_a_note_right_beside_an_ordered_hit_gives_way() -> None:
    cues = PLAIN.marked(("HIT", 240, 1), ("look here", 260, 1)).cues()
    assert [h.kind for h in hits(cues, 240)] == ["hard"]
    assert [h.kind for h in hits(cues, 260)] == ["soft"]


def test_stop_cuts_dead_and_leaves_a_general_pause() -> None:
    frame = 22 * SECOND
    cues = PLAIN.marked(("STOP", frame, 1)).cues()
    assert (cues[0].out_frame, cues[0].ending) == (frame, "stop")
    assert (cues[0].hits[-1].kind, cues[0].hits[-1].frame) == ("stop", frame)
    assert cues[1].in_frame - frame >= 0.3 * SECOND


def test_no_music_keeps_its_range_free_and_the_cue_before_is_silent_in_time() -> None:
    start, length = 90 * SECOND, 10 * SECOND
    cues = PLAIN.marked(("NO MUSIC", start, length)).cues()
    assert not any(c.in_frame < start + length and start < c.out_frame for c in cues)
    before = [c for c in cues if c.out_frame <= start and c.in_frame > 70 * SECOND]
    assert all(c.ending == "fade" for c in before if c.out_frame > start - SECOND)


def test_no_music_at_a_point_lasts_to_the_end_of_its_scene() -> None:
    cues = PLAIN.marked(("음악 없음", 100 * SECOND, 1)).cues()
    assert max(c.out_frame for c in cues) <= 100 * SECOND


def test_no_music_over_all_leaves_nothing_and_says_so() -> None:
    cues, remarks = PLAIN.marked(("NO MUSIC", 0, PLAIN.total)).spot()
    assert not cues
    assert [r.code for r in remarks if r.skipped] == ["no-cue"]


def test_hit_where_there_must_be_no_music_is_told() -> None:
    cues, remarks = PLAIN.marked(("NO MUSIC", 1000, 400), ("HIT", 1200, 1)).spot()
    assert not hits(cues, 1200)
    assert [r.code for r in remarks] == ["order-not-followed"]
    assert remarks[0].where == "01:00:50:00"
    assert "another order rules there" in remarks[0].message


@pytest.mark.parametrize("text", ["HIT", "IN", "the door", "MOOD sad"])
def test_an_order_over_music_that_is_avoided_is_told_why(text: str) -> None:
    film = replace(PLAIN, music=[(20.0, 60.0)]).marked((text, 30 * SECOND, 1))
    _, remarks = film.spot(Settings(existing=Existing.AVOID))
    (missed,) = [r for r in remarks if r.code == "order-not-followed"]
    assert "--existing avoid" in missed.message
    assert "order rules" not in missed.message
    assert "follow" in missed.hint


def test_an_in_inside_a_chosen_range_is_told_why() -> None:
    film = PLAIN.marked(("IN", 20 * SECOND, 1))
    _, remarks = film.spot(Settings(from_timecode="01:00:10:00", to_timecode="01:00:35:00"))
    assert ["the chosen range is one cue" in r.message for r in remarks] == [True]


def test_orders_of_scenes_are_none_of_the_musics() -> None:
    """The scenes are given here; SCENE and JOIN make no hit, and nothing of them is unfollowed."""
    film = PLAIN.marked(("SCENE", 250, 1), ("장면", 90 * SECOND, 1), ("JOIN", 1000, 300))
    (cues, remarks), (others, _) = film.spot(), PLAIN.spot()
    assert [(c.in_frame, c.out_frame, c.hits) for c in cues] == [
        (c.in_frame, c.out_frame, c.hits) for c in others
    ]
    assert not remarks


def test_mood_colours_its_range_and_no_more() -> None:
    film = PLAIN.marked(("MOOD sad", 10 * SECOND, 15 * SECOND))
    (cue,) = [c for c in film.cues() if c.in_frame == 0]
    by_second = {p.seconds: p.mood for p in cue.moods}
    assert by_second[17.0].emotion == "sad"
    assert by_second[17.0].valence < -0.5
    assert by_second[2.0].emotion == by_second[34.0].emotion == "happy"


def test_unknown_mood_is_told_with_what_works() -> None:
    _, remarks = PLAIN.marked(("MOOD sadnes", 10 * SECOND, 1)).spot()
    (remark,) = [r for r in remarks if r.code == "unknown-mood"]
    assert "MOOD sadness" in remark.hint
    assert remark.skipped


def test_theme_is_handed_to_the_cue_that_is_made_for_it() -> None:
    frame = 60 * SECOND
    (cue,) = [c for c in PLAIN.marked(("테마 sintel", frame, 1)).cues() if c.themes]
    assert [(t.name, t.frame) for t in cue.themes] == [("sintel", frame)]
    assert cue.in_frame <= frame < cue.out_frame


def test_style_of_a_marker_rules_its_cue_and_the_option_rules_all() -> None:
    film = PLAIN.marked(("STYLE piano solo", 10 * SECOND, 1))
    _, remarks = film.spot()
    assert [r.code for r in remarks] == ["unknown-style"]
    style = PLAIN.cues()[0].style
    other = "dark_ambient" if style != "dark_ambient" else "comedy_pizzicato"
    cues = PLAIN.marked((f"STYLE {other}", 10 * SECOND, 1)).cues()
    assert cues[0].style == other
    assert cues[-1].style != other or cues[-1].style == PLAIN.cues()[-1].style
    assert {c.style for c in film.cues(Settings(style=other))} == {other}


def test_mood_markers_beside_a_mood_for_the_whole_are_told() -> None:
    film = PLAIN.marked(("MOOD fear", 10 * SECOND, 5 * SECOND), ("분위기 슬픔", 90 * SECOND, 1))
    sad = Settings(mood=MoodOrder("sad"))
    (told,) = [r for r in film.spot(sad)[1] if r.code == "mood-markers"]
    assert "01:00:10:00, 01:01:30:00" in told.message
    assert not [r for r in film.spot()[1] if r.code == "mood-markers"]
    assert not [r for r in PLAIN.spot(sad)[1] if r.code == "mood-markers"]
