"""What is done with a cue, from its menu: takes, palettes, moods, dials, locks, hits."""

from __future__ import annotations

from dataclasses import replace

from tests.ui.window.conftest import Panel

from scenescore.palettes import load_palettes


def test_takes(panel: Panel) -> None:
    say = panel.say
    first = panel.recipe
    panel.do("cue", say("do_keep_take"))
    panel.do("cue", say("do_new_take"))
    assert panel.recipe.number == 2
    panel.qtbot.waitUntil(lambda: panel.window.timeline.data.cue(panel.uid).pending)  # type: ignore[union-attr]
    menu = panel.menu(panel.spot("cue"))
    keep = panel.entry(menu, say("do_keep_take"))
    assert (keep.isEnabled(), keep.toolTip()) == (False, say("cannot_take"))
    menu.close()
    panel.idle()
    panel.do("cue", say("do_takes"), say("take_number", place=1, number=1))
    assert panel.recipe == first
    panel.window.session.undo.undo()
    assert panel.recipe.number == 2


def test_a_kept_take_is_deleted(panel: Panel) -> None:
    say, cues = panel.say, lambda: panel.window.session.work.cues
    panel.do("cue", say("do_keep_take"))
    kept = cues()[0].kept
    panel.do("cue", say("do_drop_take"), say("take_number", place=1, number=1))
    assert cues()[0].kept == ()
    menu = panel.menu(panel.spot("cue"))
    assert say("do_drop_take") not in [entry.text() for entry in menu.actions()]
    menu.close()
    panel.window.session.undo.undo()
    assert cues()[0].kept == kept


def test_the_strip_names_the_key_of_the_take_that_is_there(panel: Panel) -> None:
    window = panel.window
    window.timeline.select_cue(panel.uid)
    keys = set()
    for _ in range(3):
        panel.do("cue", panel.say("do_new_take"))
        panel.idle()
        window.board.show_work()
        cue = window.timeline.data.cue(panel.uid)  # type: ignore[union-attr]
        assert cue is not None
        keys.add(cue.key)
        assert panel.say.music(cue.key) in window.strip.line.accessibleName()
    assert len(keys) > 1


def test_palettes_moods_and_dials(panel: Panel) -> None:
    say, session = panel.say, panel.window.session
    other = next(p for name, p in load_palettes().items() if name != panel.recipe.style)
    panel.do("cue", say("do_score_with"), other.name[say.language])  # type: ignore[index]
    assert panel.recipe.style == other.id
    panel.do("scene", say("do_mood"), say("emotion_fear"))
    assert [(m.start_frame, m.end_frame, m.emotion) for m in session.work.feeling.moods] == [
        (0, 144, "fear")
    ]
    panel.qtbot.waitUntil(lambda: bool(panel.window.timeline.data.moods))  # type: ignore[union-attr]
    panel.do("scene", say("do_mood"), say("mood_as_analysed"))
    assert session.work.feeling.moods == ()
    panel.do("cue", say("do_more"), say("dial_energy"))
    panel.do("cue", say("do_more"), f"{say('dial_energy')}  +0.25")
    panel.do("cue", say("do_less"), say("dial_tension"))
    assert (panel.recipe.hand.energy, panel.recipe.hand.tension) == (0.5, -0.25)


def test_locks(panel: Panel) -> None:
    say, session = panel.say, panel.window.session
    panel.do("cue", say("do_lock"), say("lock_chords"))
    assert panel.recipe.hand.locks.chords
    panel.idle()
    score = panel.window.doors.score_of(panel.uid)
    assert score is not None
    part = next(part.name for part in score.parts if part.notes)
    panel.do("cue", say("do_lock"), say.music(part))
    panel.idle()
    panel.do("range", say("do_lock"), say("lock_bars", first=1, last=_bar(panel, 100)))
    assert panel.recipe.hand.locks.parts == (part,)
    assert panel.recipe.hand.locks.bars[0][0] == 1
    panel.idle()
    data = panel.window.timeline.data
    assert data is not None
    panel.qtbot.waitUntil(lambda: panel.window.timeline.data.cue(panel.uid).locked)  # type: ignore[union-attr]
    panel.do("cue", say("do_lock"), say("lock_nothing"))
    assert session.work.cues[0].recipe.kept_from is None


def _bar(panel: Panel, frame: int) -> int:
    """The bar at a frame, counted on its own."""
    score, rate = panel.window.doors.score_of(panel.uid), panel.window.session.report.edit.fps  # type: ignore[union-attr]
    assert score is not None
    knots = dict(score.tempo.knots)
    seconds = frame / float(rate.fps)
    return sum(1 for bar in score.bars if float(knots.get(bar.beat, 1e9)) <= seconds)


def test_hits(panel: Panel) -> None:
    say = panel.say
    panel.do("cue", say("do_add_hit"), frame=60)
    assert [(h.frame, h.ordered) for h in panel.recipe.hits if h.source == "hand"] == [(60, True)]
    spot = replace(panel.spot("cue"), kind="hit", hit=60)
    for key, weight in (("weight_light", 0.3), ("weight_strong", 1.0)):
        menu = panel.menu(spot)
        panel.entry(menu, say("do_weight"), say(key)).trigger()
        menu.close()
        assert [h.weight for h in panel.recipe.hits if h.frame == 60] == [weight]
    menu = panel.menu(spot)
    panel.entry(menu, say("do_delete_hit")).trigger()
    menu.close()
    assert 60 not in [hit.frame for hit in panel.recipe.hits]
