"""What the panel remembers between starts, apart from any edit: language, size of the window."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

from scenescore.words import LANGUAGES, users_language


class Preferences:
    """A small file of the user's: in $SCENESCORE_CONFIG, else in the system's place for such."""

    def __init__(self) -> None:
        folder = os.environ.get("SCENESCORE_CONFIG") or platformdirs.user_config_dir("scenescore")
        self._settings = QSettings(str(Path(folder) / "panel.ini"), QSettings.Format.IniFormat)

    @property
    def language(self) -> str:
        """The chosen language, else the system's, else English."""
        chosen = self._settings.value("language")
        return str(chosen) if chosen in LANGUAGES else users_language()

    @language.setter
    def language(self, language: str) -> None:
        self._settings.setValue("language", language)

    @property
    def geometry(self) -> QByteArray:
        value = self._settings.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)

    def save(self) -> None:
        self._settings.sync()
