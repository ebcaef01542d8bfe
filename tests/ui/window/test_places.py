"""What is done with scenes and ranges, from their menus: music or none, joined, split."""

from __future__ import annotations

from tests.ui.window.conftest import PATIENCE_MS, Panel

from scenescore.strokes import Stroke
from scenescore_ui.window.actions import ACTIONS
from scenescore_ui.window.spots import Spot


def test_silence(panel: Panel) -> None:
    say, session = panel.say, panel.window.session
    panel.do("range", say("do_no_music"))
    assert session.work.cues == ()
    panel.qtbot.waitUntil(
        lambda: say("flag_no_music") in [flag.name for flag in panel.window.timeline.data.markers],  # type: ignore[union-attr]
        timeout=PATIENCE_MS,
    )
    menu = panel.menu(panel.spot("scene"))
    score = panel.entry(menu, say("do_score_here"))
    assert (score.isEnabled(), score.toolTip()) == (False, say("cannot_sounding"))
    panel.entry(menu, say("do_music_again")).trigger()
    menu.close()
    assert session.work.markers == ()
    session.undo.undo()
    session.undo.undo()
    assert len(session.work.cues) == 1
    panel.do("cue", say("do_delete_cue"))
    assert session.work.cues == ()


def test_scenes_are_split_and_joined(panel: Panel) -> None:
    say, session = panel.say, panel.window.session
    panel.do("scene", say("do_split"), frame=72)
    panel.qtbot.waitUntil(lambda: len(session.report.scenes) == 2, timeout=PATIENCE_MS)  # type: ignore[union-attr]
    assert len(panel.window.timeline.data.scenes) == 2  # type: ignore[union-attr]
    menu = panel.menu(Spot("scene", 48, (0, 72), 1, panel.uid))
    panel.entry(menu, say("do_join")).trigger()
    menu.close()
    panel.qtbot.waitUntil(lambda: len(session.report.scenes) == 1, timeout=PATIENCE_MS)  # type: ignore[union-attr]
    join = ACTIONS["join"]
    assert join.fits(panel.spot("scene"))
    menu = panel.menu(panel.spot("scene"))
    assert panel.entry(menu, say("do_join")).toolTip() == say("cannot_next")
    menu.close()


def test_scoring_a_scene_and_a_range(panel: Panel) -> None:
    say, session = panel.say, panel.window.session
    before = session.work
    panel.do("range", say("do_score_range"))
    assert session.engine.long_work is not None
    assert session.engine.long_work.what == "score"
    panel.qtbot.waitUntil(lambda: session.work != before, timeout=PATIENCE_MS)
    panel.idle()
    assert session.work.cues[0].recipe.in_frame >= 24
    panel.do("scene", say("do_score_here"))
    panel.idle()
    assert session.work.cues


def test_the_curve_goes_back_to_what_was_analysed(panel: Panel) -> None:
    say, session = panel.say, panel.window.session
    menu = panel.menu(panel.spot("scene"))
    assert say("do_unbend") not in [entry.text() for entry in menu.actions()]
    menu.close()
    session.edits.bend(Stroke("arousal", ((1.0, 1.0), (2.0, 1.0))))
    panel.do("scene", say("do_unbend"))
    assert session.work.feeling.strokes == ()
