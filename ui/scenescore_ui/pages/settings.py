"""Settings: what plays, how loud, in which language, where files go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from scenescore_ui.controller import Session
from scenescore_ui.pages.sheet import Sheet
from scenescore_ui.preferences import Preferences
from scenescore_ui.texts import Texts


class SettingsPage(Sheet):
    """What the user wants, remembered; what touches the open edit can be undone."""

    play = Signal(Path)
    """A sound file that wants to be heard: an audition."""
    language_chosen = Signal(str)
    """One of `words.LANGUAGES`, to be spoken from now on."""

    def __init__(self, session: Session, preferences: Preferences, texts: Texts) -> None:
        super().__init__(texts, "page_settings", "settings_hint")
        self._session, self._preferences = session, preferences
