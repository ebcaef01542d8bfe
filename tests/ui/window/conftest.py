"""A window on a film with real music, in both languages, its menus read as the user reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from scenescore.words import LANGUAGES
from scenescore_ui.app import make_window
from scenescore_ui.strings import Strings
from scenescore_ui.window import MainWindow
from scenescore_ui.window.spots import Spot
from scenescore_ui.work.model import Recipe

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
