"""The page for editors names every action, every page and every key, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from scenescore.words import LANGUAGES
from scenescore_ui.pages import PAGES
from scenescore_ui.strings import Strings
from scenescore_ui.timeline import KEYS
from scenescore_ui.window.actions import ACTIONS

DOCS = Path(__file__).resolve().parents[2] / "docs"
CALLED = {"PgUp": "Page Up", "PgDown": "Page Down", "Esc": "Escape", "-": "−", "=": "+"}
"""What Qt calls some keys, and what we do."""


@pytest.fixture(params=LANGUAGES)
def page(request: pytest.FixtureRequest) -> tuple[Strings, str]:
    folder = DOCS if request.param == "en" else DOCS / request.param
    return Strings(request.param), (folder / "panel.md").read_text(encoding="utf-8")


def test_every_action_and_its_keys_are_told(page: tuple[Strings, str]) -> None:
    say, text = page
    for action in ACTIONS.values():
        assert say(f"do_{action.id}").rstrip("…") in text, action.id
        assert action.keys in text, action.id


def test_every_page_is_told(page: tuple[Strings, str]) -> None:
    say, text = page
    for each in PAGES:
        assert f"**{say(each.title)}**" in text


def test_every_key_of_the_timeline_is_told(page: tuple[Strings, str]) -> None:
    _, text = page
    for key, held in KEYS:
        name = QKeySequence(key).toString()
        assert CALLED.get(name, name) in text
        assert held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
