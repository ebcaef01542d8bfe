"""The panel as a program: one engine, one session, one window."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from scenescore_ui.controller import Engine, Session
from scenescore_ui.ending import ended_by_signals
from scenescore_ui.preferences import Preferences
from scenescore_ui.strings import Strings
from scenescore_ui.theme import dress
from scenescore_ui.window import MainWindow


def run(source: Path | None = None, language: str | None = None) -> int:
    """Open the panel, with an edit in it if one is given; returns when it is closed."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    dress(app)
    window = make_window(language)
    window.show()
    if source:
        window.session.open(source)
    with ended_by_signals(app.quit):
        code = int(app.exec())
    window.close()
    return code


def make_window(language: str | None = None) -> MainWindow:
    """The window with its session and engine, which end when it is closed."""
    preferences = Preferences()
    if language:
        preferences.language = language
    engine = Engine()
    session = Session(engine, Strings(preferences.language))
    for signal in (session.opened, session.analysed):
        signal.connect(_spare)
    session.start = preferences.start
    return MainWindow(session, preferences)


def _spare() -> None:
    """What was found in a film is not looked through for garbage again and again.

    It is a hundred thousand values without a cycle, and looking takes a tenth of a second.
    """
    gc.freeze()
