"""Every action stands in some menu once, and says why where it cannot be done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu
from tests.ui.window.conftest import Panel

from scenescore_ui.timeline import Target
from scenescore_ui.window.actions import ACTIONS, BAR, CONTEXT, EXPORT
from scenescore_ui.window.needs import NEEDS
from scenescore_ui.work.model import Selection


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
