"""What the panel remembers between starts, apart from any edit."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

from scenescore.settings import Existing, Lanes, LoudnessPreset
from scenescore.words import LANGUAGES, users_language
from scenescore.worker.orders import Studio
from scenescore_ui.work.start import Start

E = TypeVar("E", bound=StrEnum)


class Preferences:
    """A small file of the user's: in $SCENESCORE_CONFIG, else in the system's place for such.

    What stands in it and is not understood, by hand or from another version, counts as not chosen.
    """

    def __init__(self) -> None:
        folder = os.environ.get("SCENESCORE_CONFIG") or platformdirs.user_config_dir("scenescore")
        self._settings = QSettings(str(Path(folder) / "panel.ini"), QSettings.Format.IniFormat)

    @property
    def language(self) -> str:
        """The chosen language, else the system's, else English."""
        return self.chosen_language or users_language()

    @language.setter
    def language(self, language: str) -> None:
        self._settings.setValue("language", language)

    @property
    def chosen_language(self) -> str:
        """One of `words.LANGUAGES`, or "" where it is left to the system."""
        chosen = self._text("language")
        return chosen if chosen in LANGUAGES else ""

    @property
    def start(self) -> Start:
        """What the work on a new edit begins with."""
        return Start(
            studio=Studio(
                soundfont=self._path("soundfont"),
                loudness=self._one_of("loudness", LoudnessPreset.EBU),
            ),
            style=self._text("style") or None,
            existing=self._one_of("existing", Existing.IGNORE),
            lanes=self._one_of("lanes", Lanes.MIX),
            words=self._text("words") or None,
            without=tuple(self._text("without").split()),
            captions=self._text("captions"),
            folder=self._path("folder"),
        )

    @start.setter
    def start(self, start: Start) -> None:
        values = {
            "soundfont": start.studio.soundfont,
            "loudness": start.studio.loudness,
            "style": start.style,
            "existing": start.existing,
            "lanes": start.lanes,
            "words": start.words,
            "without": " ".join(start.without),
            "captions": start.captions,
            "folder": start.folder,
        }
        for key, value in values.items():
            self._settings.setValue(key, str(value or ""))

    @property
    def geometry(self) -> QByteArray:
        """Where the window was, and how large."""
        return self._bytes("geometry")

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)

    @property
    def heights(self) -> QByteArray:
        """How high the picture and the timeline were."""
        return self._bytes("heights")

    @heights.setter
    def heights(self, heights: QByteArray) -> None:
        self._settings.setValue("heights", heights)

    @property
    def page(self) -> str:
        """The page that was open beside the timeline, or ""."""
        return self._text("page")

    @page.setter
    def page(self, page: str) -> None:
        self._settings.setValue("page", page)

    def save(self) -> None:
        self._settings.sync()

    def _text(self, key: str) -> str:
        value = self._settings.value(key)
        return value if isinstance(value, str) else ""

    def _path(self, key: str) -> Path | None:
        text = self._text(key)
        return Path(text) if text else None

    def _one_of(self, key: str, usual: E) -> E:
        kinds = type(usual)
        text = self._text(key)
        return kinds(text) if text in set(kinds) else usual

    def _bytes(self, key: str) -> QByteArray:
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()
