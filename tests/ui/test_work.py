"""What an editor does to the work."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.compose.compose_cues import cue_of

from scenescore.model import Cue, Hit
from scenescore.strokes import Stroke, drawn
from scenescore.worker.orders import LocksOrder, Source
from scenescore_ui.work import changes
from scenescore_ui.work.model import Work
from scenescore_ui.work.ordering import compose_order


def _cue(number: int, start: int, seconds: float = 10) -> Cue:
    cue = cue_of(seconds, [5.2], uid=f"uid{number}")
    return replace(
        cue,
        id=f"1m{number:02}",
        in_frame=cue.in_frame + start,
        out_frame=cue.out_frame + start,
        hits=tuple(replace(hit, frame=hit.frame + start) for hit in cue.hits),
    )


CUES = tuple(_cue(number, 400 * number) for number in (1, 2, 3))
WORK = changes.with_cues(Work(), CUES)
SOURCE = Source(path=Path("/어딘가/편집 🎬.otio"))


def _names(work: Work) -> dict[str, str]:
    """Which take each cue has."""
    folder = Path("/files")
    return {o.uid: compose_order(SOURCE, work, folder, o).take for o in work.cues}


# --- what changes change --------------------------------------------------------------------------


def test_each_change_asks_for_another_take_of_its_cue_alone() -> None:
    hit = Hit(CUES[1].in_frame + 30, "hard", 0.9, "hand")
    stroke = Stroke("valence", ((float(CUES[1].span.start) + 1, 0.5),))
    for change in (
        lambda w: changes.turned(w, "uid2", "energy", 0.5),
        lambda w: changes.styled(w, "uid2", "solo_piano"),
        lambda w: changes.new_take(w, "uid2"),
        lambda w: changes.with_hit(w, "uid2", hit),
        lambda w: changes.moved_edges(w, "uid2", CUES[1].in_frame + 5, CUES[1].out_frame),
        lambda w: changes.bent(w, stroke),
        lambda w: changes.mood_ordered(w, CUES[1].in_frame, CUES[1].out_frame, "sad"),
        lambda w: changes.locked(w, "uid2", LocksOrder(chords=True), "a" * 32),
    ):
        before, after = _names(WORK), _names(change(WORK))
        changed = {uid for uid in before if before[uid] != after[uid]}
        assert "uid2" in changed
        assert changed <= {"uid1", "uid2"}  # the cue before rings up to where this one begins
        assert "uid3" not in changed


def test_what_is_turned_back_has_its_take_again() -> None:
    turned = changes.turned(WORK, "uid1", "tension", 1.0)
    assert _names(changes.turned(turned, "uid1", "tension", 0.0)) == _names(WORK)
    assert _names(changes.without_music(WORK, 5000, 5100)) == _names(WORK)
    assert changes.turned(WORK, "uid1", "tension", 7.0) == turned


def test_takes_are_kept_and_chosen() -> None:
    second = changes.new_take(changes.kept_take(WORK, "uid1"), "uid1")
    kept = changes.kept_take(changes.kept_take(second, "uid1"), "uid1")
    one = kept.cue_work("uid1")
    assert one is not None
    assert [recipe.number for recipe in one.kept] == [1, 2]
    assert _names(changes.chosen_take(kept, "uid1", 0)) == _names(WORK)
    third = changes.new_take(changes.chosen_take(kept, "uid1", 0), "uid1").cue_work("uid1")
    assert third is not None
    assert third.recipe.number == 3
    dropped = changes.dropped_take(kept, "uid1", 0).cue_work("uid1")
    assert dropped is not None
    assert [recipe.number for recipe in dropped.kept] == [2]


def test_edges_stop_at_neighbours_and_leave_a_frame() -> None:
    wide = changes.moved_edges(WORK, "uid2", 0, 99_999).cue_work("uid2")
    assert wide is not None
    assert wide.recipe.in_frame == CUES[0].out_frame
    assert wide.recipe.out_frame == CUES[2].in_frame
    start = CUES[1].in_frame
    thin = changes.moved_edges(WORK, "uid2", start + 50, start + 10).cue_work("uid2")
    assert thin is not None
    assert thin.recipe.out_frame - thin.recipe.in_frame == 1


def test_hits_are_moved_ranked_and_deleted() -> None:
    entry, hit = CUES[0].hits[:2]
    moved = changes.moved_hit(WORK, "uid1", hit.frame, hit.frame + 7).cue_work("uid1")
    assert moved is not None
    assert replace(hit, frame=hit.frame + 7, ordered=True) in moved.recipe.hits
    assert hit not in moved.recipe.hits
    ranked = changes.ranked_hit(WORK, "uid1", hit.frame, 0.25).cue_work("uid1")
    assert ranked is not None
    assert ranked.recipe.hits[1].weight == 0.25
    gone = changes.without_hit(WORK, "uid1", hit.frame).cue_work("uid1")
    assert gone is not None
    assert gone.recipe.hits == (entry,)
    assert changes.moved_hit(WORK, "uid1", entry.frame, 3) == WORK


def test_new_cues_take_the_place_of_those_that_they_overlap() -> None:
    again = changes.with_cues(WORK, [replace(CUES[1], uid="new"), replace(CUES[0], uid="uid3")])
    assert [one.uid for one in again.cues] == ["uid3-2", "new", "uid3"]


def test_no_music_and_music_again() -> None:
    start, end = CUES[0].in_frame, CUES[1].out_frame
    silent = changes.without_music(WORK, start, end)
    assert [one.uid for one in silent.cues] == ["uid3"]
    assert [m.text for m in silent.markers] == ["NO MUSIC"]
    assert changes.with_music_again(silent, start, start + 1).markers == ()


def test_scenes_are_joined_or_split_at_a_frame_not_both() -> None:
    both = changes.split(changes.joined(WORK, 48), 48)
    assert [(m.text, m.start_frame) for m in both.markers] == [("SCENE", 48)]


@given(st.lists(st.tuples(st.floats(0, 60), st.floats(-1, 1)), min_size=1, max_size=8))
def test_a_stroke_stands_for_the_curve_from_end_to_end(points: list[tuple[float, float]]) -> None:
    ordered = tuple(sorted({round(t, 3): v for t, v in points}.items()))
    stroke = Stroke("arousal", ordered)
    times = [t / 4 for t in range(300)]
    values = drawn(times, [0.125] * 300, "arousal", [stroke])
    for moment, value in zip(times, values, strict=True):
        inside = stroke.start <= moment <= stroke.end
        assert value == (stroke.at(moment) if inside else 0.125)
    low, high = min(v for _, v in ordered), max(v for _, v in ordered)
    assert all(low - 1e-9 <= stroke.at(t) <= high + 1e-9 for t in times)
    assert drawn(times, values, "tension", [stroke]) == values


@pytest.mark.parametrize("points", [(), ((1.0, 0.0), (1.0, 0.5)), ((0.0, 1.5),)])
def test_a_stroke_that_is_none_is_refused(points: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(ValueError, match=r"stroke|mood"):
        Stroke("valence", points)


def test_a_stroke_below_another_is_forgotten_and_the_curve_is_given_back() -> None:
    below, above = (
        Stroke("valence", ((2.0, 0.1), (3.0, 0.1))),
        Stroke("valence", ((1.0, 0), (4.0, 0))),
    )
    work = changes.bent(changes.bent(WORK, below), above)
    assert work.feeling.strokes == (above,)
    assert changes.unbent(work, 0.0, 2.0) == WORK
