"""Every action of the editor, from its menu, in both languages, on a real edit with real music."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from scenescore.palettes import load_palettes
from scenescore.strokes import Stroke
from scenescore.words import LANGUAGES
from scenescore_ui.app import make_window
from scenescore_ui.strings import Strings
from scenescore_ui.timeline import Target
from scenescore_ui.window import MainWindow
from scenescore_ui.window.actions import ACTIONS, BAR, CONTEXT, EXPORT
from scenescore_ui.window.needs import NEEDS
from scenescore_ui.window.roll import RollWindow
from scenescore_ui.window.spots import Spot
from scenescore_ui.work.model import Recipe, Selection

PATIENCE_MS = 120_000


@dataclass
class Panel:
    """A window on the scored film, with its menus read as the user reads them."""

    window: MainWindow
    say: Strings
    qtbot: QtBot

    @property
    def uid(self) -> str:
        return next((one.uid for one in self.window.session.work.cues), "")

    @property
    def recipe(self) -> Recipe:
        return self.window.session.work.cues[0].recipe

    def spot(self, kind: str, frame: int = 48) -> Spot:
        """A spot of a kind, chosen as the hand would."""
        spots = {
            "cue": Spot("cue", frame, (0, 120), 1, self.uid),
            "range": Spot("range", frame, (24, 100), None, self.uid),
            "scene": Spot("scene", frame, (0, 144), 1, self.uid),
        }
        return spots[kind]

    def menu(self, spot: Spot) -> QMenu:
        return self.window.menus.context(spot)

    def entry(self, menu: QMenu, *keys: str) -> QAction:
        """The line of a menu with these words, submenu by submenu."""
        entry = None
        for key in keys:
            (entry,) = [each for each in menu.actions() if each.text() == key]
            menu = entry.menu()  # type: ignore[assignment]
        assert entry is not None
        return entry

    def do(self, kind: str, *keys: str, frame: int = 48) -> None:
        """Choose a line of the menu at a spot of a kind."""
        menu = self.menu(self.spot(kind, frame))
        entry = self.entry(menu, *keys)
        assert entry.isEnabled(), entry.toolTip()
        entry.trigger()
        menu.close()

    def idle(self) -> None:
        """Until all music is made that is wanted."""
        session = self.window.session
        self.qtbot.waitUntil(
            lambda: (
                all(session.take(one) for one in session.work.cues)
                and not session.engine.client.tasks
            ),
            timeout=PATIENCE_MS,
        )


@pytest.fixture(params=LANGUAGES)
def panel(
    request: pytest.FixtureRequest, qtbot: QtBot, one_cache: None, scored_film: Path
) -> Iterator[Panel]:
    window = make_window(request.param)
    window.show()
    assert window.session.open(scored_film)
    yield Panel(window, Strings(request.param), qtbot)
    window.close()
    window.deleteLater()


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


def test_one_of_everything_stands_in_some_menu() -> None:
    named = {*CONTEXT, *EXPORT, *(name for names in BAR.values() for name in names)}
    assert ACTIONS.keys() <= named | {"export"}
    assert named - {"-", "export"} <= ACTIONS.keys()
    for action in ACTIONS.values():
        assert (action.do is None) != (action.offers is None)
        assert set(action.wants) <= NEEDS.keys()


def test_keys_are_each_used_once() -> None:
    keys = [action.keys for action in ACTIONS.values() if action.keys]
    assert len(keys) == len(set(keys))


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


def test_the_score_is_shown(panel: Panel) -> None:
    panel.do("cue", panel.say("do_show_score"))
    shown = panel.window.findChild(RollWindow)
    assert shown is not None
    full = shown.roll.grab().toImage()
    for row in range(shown.parts.count()):
        shown.parts.item(row).setCheckState(shown.parts.item(row).checkState().Unchecked)
    assert len(shown.roll.hidden_parts) == shown.parts.count()
    assert shown.roll.grab().toImage() != full
    shown.close()


def test_files_are_revealed_and_exported(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say, shown = panel.say, []
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(lambda url: shown.append(url)))
    panel.do("cue", say("do_reveal"))
    assert [Path(url.toLocalFile()).name for url in shown] == ["1m01"]
    out = tmp_path / "밖으로"
    out.mkdir()
    answer = str(out / "곡")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *a: (answer, "")))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *a: str(out)))
    export, copies = say("do_export"), panel.window.doors.copies
    with panel.qtbot.waitSignal(copies.done):
        panel.do("cue", export, say("do_export_midi"))
    assert (out / "곡.mid").read_bytes().startswith(b"MThd")
    with panel.qtbot.waitSignal(copies.done):
        panel.do("cue", export, say("do_export_stems"))
    names = {path.name for path in out.glob("*.wav")}
    assert {"1m01.wav", *(f"1m01 {s}.wav" for s in _stems(panel))} == names
    assert out.name in panel.window.notice.message.text()
    panel.window.notice.buttons[0].click()
    assert shown[-1] == QUrl.fromLocalFile(str(out))
    with panel.qtbot.waitSignal(panel.window.session.accepted, timeout=PATIENCE_MS):
        panel.do("cue", export, say("do_export_film"))
    assert (out / "곡.mp4").stat().st_size > 1000


def _stems(panel: Panel) -> list[str]:
    take = panel.window.session.take_of(panel.uid)
    assert take is not None
    return [*take.stems]


def test_where_nothing_can_be_written_it_is_said(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no folder").touch()
    answer = str(tmp_path / "no folder" / "x.mid")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *a: (answer, "")))
    with panel.qtbot.waitSignal(panel.window.doors.copies.failed):
        panel.do("cue", panel.say("do_export"), panel.say("do_export_midi"))
    assert panel.window.notice.isVisible()


def test_accepting_writes_beside_the_edit(panel: Panel, scored_film: Path) -> None:
    with panel.qtbot.waitSignal(panel.window.session.accepted, timeout=PATIENCE_MS):
        panel.do("cue", panel.say("do_accept"))
    folder = scored_film.with_name(f"{scored_film.stem} scored")
    assert (folder / "scored.otio").is_file()
    told = panel.say("accepted", name="scored.otio", folder=folder.name)
    assert panel.window.notice.message.text() == told


def test_the_menu_bar_has_a_reason_for_what_cannot_be_done(panel: Panel) -> None:
    window, say = panel.window, panel.say
    window.session.select(Selection(130, 144))
    window.menus.refresh()
    lines = window.menus.actions
    assert lines["new_take"].toolTip() == say("cannot_cue")
    assert lines["score_here"].isEnabled()
    window.session.select(Selection(0, 120, 1, panel.uid))
    window.menus.refresh()
    lines["new_take"].trigger()
    assert panel.recipe.number == 2
    window.close_edit.trigger()
    window.menus.refresh()
    assert {entry.toolTip() for entry in lines.values()} == {say("cannot_edit")}
    assert not any(entry.isEnabled() for entry in lines.values())


def test_choosing_in_submenus_of_the_bar(panel: Panel) -> None:
    window, say = panel.window, panel.say
    window.session.select(Selection(0, 120, 1, panel.uid))
    menu = window.menus.actions["more"].menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    panel.entry(menu, say("dial_density")).trigger()
    assert panel.recipe.hand.density == 0.25


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


def test_a_menu_at_a_place(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    """A menu is shown for what lies there: a cue's has takes, a scene's has scenes."""
    asked: list[list[str]] = []

    def popup(menu: QMenu, place: QPoint) -> None:
        asked.append([entry.text() for entry in menu.actions()])

    monkeypatch.setattr(QMenu, "popup", popup)
    emit: Callable[[Target, QPoint], None] = panel.window.timeline.menu_asked.emit
    emit(Target("scene", 130, 1), QPoint(5, 5))
    emit(Target("cue", 50, 1, panel.uid), QPoint(5, 5))
    scene, cue = asked
    assert panel.say("do_split") in scene
    assert panel.say("do_split") not in cue
    assert panel.say("do_add_hit") in cue


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


def test_going_back_says_which_step(panel: Panel) -> None:
    say, steps = panel.say, panel.window.steps
    assert (steps.back.text(), steps.back.isEnabled()) == (say("undo"), False)
    panel.do("cue", say("do_new_take"))
    assert (steps.back.text(), steps.back.isEnabled()) == (
        f"{say('undo')}: {say('step_take')}",
        True,
    )
    steps.back.trigger()
    assert panel.recipe.number == 1
    assert (steps.again.text(), steps.again.isEnabled()) == (
        f"{say('redo')}: {say('step_take')}",
        True,
    )
    steps.again.trigger()
    assert panel.recipe.number == 2
