"""A session to make pages for, in each language, and the words that a page shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from scenescore.words import LANGUAGES
from scenescore_ui.controller import Engine, Session
from scenescore_ui.pages import PAGES, Desk
from scenescore_ui.preferences import Preferences
from scenescore_ui.strings import Strings
from scenescore_ui.texts import Texts

PATIENCE_MS = 120_000

Make = Callable[[str], QWidget]


@pytest.fixture(params=LANGUAGES)
def say(request: pytest.FixtureRequest) -> Strings:
    return Strings(request.param)


@pytest.fixture
def other(say: Strings) -> Strings:
    """The language that is switched to."""
    return Strings(next(language for language in LANGUAGES if language != say.language))


@pytest.fixture
def desk(
    qtbot: QtBot, one_cache: None, say: Strings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.setenv("SCENESCORE_MODELS", str(tmp_path / "모델 🧠"))
    session = Session(Engine(), say)
    session.engine.setParent(session)
    yield Desk(session, Preferences(), Texts(say))
    session.close()
    session.engine.close()
    session.deleteLater()


@pytest.fixture
def make(desk: Desk, qtbot: QtBot) -> Make:
    """Makes a page of the table, shown as wide as the window shows it."""

    def made(name: str) -> QWidget:
        page = next(page for page in PAGES if page.id == name).make(desk)
        qtbot.addWidget(page)
        page.resize(340, 700)
        page.show()
        qtbot.waitExposed(page)
        return page

    return made


def said(page: QWidget) -> str:
    """All words that a page shows, once it is laid out."""
    QApplication.processEvents()
    labels = [each for each in page.findChildren(QLabel) if each.isVisibleTo(page)]
    return "\n".join(each.text() for each in labels)


def button(page: QWidget, text: str) -> QPushButton:
    """The one button of these words."""
    QApplication.processEvents()
    (found,) = [
        each
        for each in page.findChildren(QPushButton)
        if each.text() == text and each.isVisibleTo(page)
    ]
    return found
