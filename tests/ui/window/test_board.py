"""The timeline shows the work, and what the hand does there becomes the work."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ui.window.conftest import Panel

from scenescore_ui.work.model import Selection


def test_the_timeline_shows_the_work(panel: Panel) -> None:
    data = panel.window.timeline.data
    assert data is not None
    assert [lane.name for lane in data.lanes] == ["Score A"]
    (cue,) = data.lanes[0].cues
    assert (cue.start, cue.end, cue.uid, cue.id, cue.pending) == (0, 120, panel.uid, "1m01", False)
    assert cue.stems


def test_new_music_comes_into_view(panel: Panel) -> None:
    timeline = panel.window.timeline
    panel.window.resize(900, 560)
    panel.do("cue", panel.say("do_delete_cue"))
    panel.window.board.show_work()
    assert timeline.verticalScrollBar().value() == 0
    panel.window.session.undo.undo()
    panel.window.board.show_work()
    assert timeline.verticalScrollBar().value() == timeline.verticalScrollBar().maximum() > 0


def test_hands_on_the_timeline(panel: Panel) -> None:
    """What the timeline tells becomes one step each."""
    window, session = panel.window, panel.window.session
    timeline, undo = window.timeline, session.undo
    mood = timeline.data.mood.arousal  # type: ignore[union-attr]
    timeline.curve_dragged.emit("arousal", ((48, 0.9), (72, 0.8)), 10)
    assert undo.count() == 1
    panel.qtbot.waitUntil(lambda: timeline.data.mood.arousal != mood)  # type: ignore[union-attr]
    at = timeline.data.mood.frames.index(48)  # type: ignore[union-attr]
    assert timeline.data.mood.arousal[at] == pytest.approx(0.9)  # type: ignore[union-attr]
    timeline.cue_edge_dragged.emit(panel.uid, "out", 100)
    assert (panel.recipe.in_frame, panel.recipe.out_frame) == (0, 100)
    timeline.hit_asked.emit(panel.uid, 48)
    panel.qtbot.waitUntil(lambda: 48 in _frames(panel))
    timeline.hit_dragged.emit(panel.uid, _frames(panel).index(48), 60)
    assert 60 in [hit.frame for hit in panel.recipe.hits]
    assert undo.count() == 4
    for _ in range(4):
        undo.undo()
    panel.qtbot.waitUntil(lambda: timeline.data.mood.arousal == mood)  # type: ignore[union-attr]


def _frames(panel: Panel) -> list[int]:
    cue = panel.window.timeline.data.cue(panel.uid)  # type: ignore[union-attr]
    assert cue is not None
    return [hit.frame for hit in cue.hits]


def test_a_cue_that_is_chosen_stays_so_as_long_as_it_is_there(panel: Panel) -> None:
    window, session = panel.window, panel.window.session
    window.timeline.select_cue(panel.uid)
    session.edits.move_edges(panel.uid, 12, 100)
    panel.qtbot.waitUntil(lambda: session.view.selection == Selection(12, 100, 1, panel.uid))
    assert "00:00:00:12" in window.strip.line.accessibleName()
    session.edits.delete_cue(panel.uid)
    panel.qtbot.waitUntil(lambda: session.view.selection is None)
    window.menus.refresh()
    assert window.menus.actions["new_take"].toolTip() == panel.say("cannot_cue")
    session.undo.undo()
    panel.qtbot.waitUntil(lambda: session.view.selection is not None)


def test_what_is_chosen_is_said_and_kept(panel: Panel, scored_film: Path) -> None:
    window, say = panel.window, panel.say
    window.timeline.select_cue(panel.uid)
    assert window.session.view.selection == Selection(0, 120, 1, panel.uid)
    assert "1m01" in window.strip.line.accessibleName()
    window.timeline.select_range(10, 20)
    assert window.session.view.selection == Selection(10, 20)
    assert say("timeline_range") in window.strip.line.accessibleName()
    window.timeline.clear_selection()
    assert window.strip.line.accessibleName() == say("next_bend")
    window.timeline.select_scenes(frozenset({1}))
    window.timeline.move_playhead(30)
    window.timeline.fit(20, 60)
    view = window.timeline.view
    window.close_edit.trigger()
    assert window.timeline.data is None
    window.session.open(scored_film)
    assert (window.timeline.playhead, window.timeline.scenes) == (30, {1})
    assert window.timeline.view.left == pytest.approx(view.left)
