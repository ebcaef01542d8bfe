"""The page of settings: each is remembered; what touches the open edit can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog

from scenescore.settings import Existing, LoudnessPreset
from scenescore.words import users_language
from scenescore.worker.answers import Engines, EngineSaid, Fonts, FontSaid
from scenescore.worker.orders import EnginesOrder, FontsOrder, Studio
from scenescore.worker.protocol import Failed
from scenescore_ui.controller import Session
from scenescore_ui.controller.engine import words_of
from scenescore_ui.pages.engines.words import NO_ENGINE
from scenescore_ui.pages.settings import options
from scenescore_ui.pages.settings.choice import Choice, Option, Value
from scenescore_ui.pages.settings.listening import Listening
from scenescore_ui.pages.sheet import Sheet, label
from scenescore_ui.preferences import Preferences
from scenescore_ui.texts import Texts
from scenescore_ui.work.start import Start

_SAMPLE = "orchestral_drama"
"""The palette of a sample where the mood is to choose."""

_APART = 8


class SettingsPage(Sheet):
    """What the user wants. With an edit open, the page shows what that edit has."""

    sounds = Signal(Path)
    """A sample begins to be heard: what else sounds had better be silent."""
    language_chosen = Signal(str)
    """One of `words.LANGUAGES`, to be spoken from now on."""

    def __init__(self, session: Session, preferences: Preferences, texts: Texts) -> None:
        super().__init__(texts, "page_settings", "settings_hint")
        self._session, self._preferences = session, preferences
        self._engine = session.engine.aside
        self._fonts: tuple[FontSaid, ...] = ()
        self._engines: tuple[EngineSaid, ...] = ()
        self.choices = {name: self._choice(then) for name, then in self._setters().items()}
        self.browse_font = self.choices["font"].button()
        self.hear = self.choices["style"].button()
        self.browse_folder = self.choices["folder"].button()
        self.told = label()
        self.column.insertWidget(self.column.indexOf(self.choices["style"]) + 1, self.told)
        self.told.hide()
        self.column.addStretch()
        self._listening = Listening(self._engine, self)
        self._connect()

    def _setters(self) -> dict[str, Callable[[Value], None]]:
        """What is done with what is chosen, in the order of the page."""
        return {
            "font": self._set_font,
            "loudness": self._set_loudness,
            "style": self._set_style,
            "existing": self._set_existing,
            "words": self._set_words,
            "voice": partial(self._set_engine, "voice"),
            "picture": partial(self._set_engine, "picture"),
            "captions": self._set_captions,
            "language": self._set_language,
            "folder": self._set_folder,
        }

    def _choice(self, then: Callable[[Value], None]) -> Choice:
        choice = Choice()
        choice.chosen.connect(then)
        self.column.addWidget(choice)
        self.column.addSpacing(_APART)
        return choice

    def _connect(self) -> None:
        self.browse_font.clicked.connect(self.choose_font)
        self.browse_folder.clicked.connect(self.choose_folder)
        self.hear.clicked.connect(self._hear)
        self._listening.sounds.connect(self._sounding)
        self._listening.sounds.connect(self.sounds)
        self._listening.silent.connect(self._silent)
        self._session.opened.connect(self.renew)
        self._session.work_changed.connect(self.renew)
        put = self.texts.put
        put(self.browse_font.setText, "settings_file")
        put(self.browse_font.setAccessibleName, "settings_choose_font")
        put(self.browse_folder.setText, "settings_file")
        put(self.browse_folder.setAccessibleName, "settings_choose_folder")
        put(self.hear.setText, "settings_hear")
        self.texts.after(lambda: self._tell(""))

    # --- what is shown ------------------------------------------------------------------------

    def look(self) -> None:
        """Ask which SoundFonts and engines are here."""
        own = self._start.studio.soundfont
        also = (own,) if own and own.is_file() else ()
        self._engine.ask(FontsOrder(also=also), self._found_fonts, self._trouble)
        self._engine.ask(EnginesOrder(), self._found_engines, self._trouble)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self._listening.stop()

    @property
    def _start(self) -> Start:
        """What holds now: of the open edit its own, else what a new one begins with."""
        start, work, source = self._preferences.start, self._session.work, self._session.source
        if source is None:
            return start
        start = replace(start, words=source.words, without=source.without)
        return replace(start, studio=work.studio, style=work.style, existing=work.existing)

    def fill(self) -> None:
        say, start = self.texts.strings, self._start
        font, folder = start.studio.soundfont, start.folder
        rows: dict[str, tuple[Iterable[Option], Value]] = {
            "font": (options.fonts(self._fonts, font, say), font),
            "loudness": (options.loudness(say), start.studio.loudness),
            "style": (options.styles(say), start.style),
            "existing": (options.existing(say), start.existing),
            "words": (options.words(self._engines, start.words, say), start.words),
            **{
                task: (options.engine(task, self._engines, say), _used(task, start))
                for task in ("voice", "picture")
            },
            "captions": (options.captions(say), start.captions),
            "language": (options.languages(say), self._preferences.chosen_language),
            "folder": (options.folders(folder, say), folder),
        }
        for name, (offered, value) in rows.items():
            self.choices[name].offer(say(f"settings_{name}"), tuple(offered), value)

    def _tell(self, *lines: str) -> None:
        self.told.setText("\n".join(line for line in lines if line))
        self.told.setVisible(bool(self.told.text()))

    def _found_fonts(self, found: Fonts) -> None:
        self._fonts = found.fonts
        self.refresh()

    def _found_engines(self, found: Engines) -> None:
        self._engines = found.engines
        self.refresh()

    def _trouble(self, failure: Failed) -> None:
        self._tell(*words_of(failure, self.texts.strings))

    # --- what is chosen -----------------------------------------------------------------------

    def _remember(self, start: Start) -> None:
        self._preferences.start = self._session.start = start
        self._preferences.save()

    def _set_studio(self, change: Callable[[Studio], Studio]) -> None:
        start = self._preferences.start
        self._remember(replace(start, studio=change(start.studio)))
        self._session.edits.set_studio(change(self._session.work.studio))

    def _set_font(self, value: Value) -> None:
        path = Path(value) if value else None
        self._set_studio(lambda studio: studio.model_copy(update={"soundfont": path}))

    def _set_loudness(self, value: Value) -> None:
        preset = LoudnessPreset(str(value))
        self._set_studio(lambda studio: studio.model_copy(update={"loudness": preset}))

    def _set_style(self, value: Value) -> None:
        style = str(value) if value else None
        self._remember(replace(self._preferences.start, style=style))
        self._session.edits.set_style(style)

    def _set_existing(self, value: Value) -> None:
        existing = Existing(str(value))
        self._remember(replace(self._preferences.start, existing=existing))
        self._session.edits.set_existing(existing)

    def _set_words(self, value: Value) -> None:
        engine = str(value) if value else None
        self._remember(replace(self._preferences.start, words=engine))
        self._session.read_as(words=engine)
        self.refresh()

    def _set_engine(self, task: str, value: Value) -> None:
        """Have a task done by the engine that is here, or by none."""
        start = self._preferences.start
        others = tuple(each for each in start.without if each != task)
        without = (*others, task) if value == NO_ENGINE else others
        self._remember(replace(start, without=without))
        self._session.read_as(without=without)
        self.refresh()

    def _set_captions(self, value: Value) -> None:
        self._remember(replace(self._preferences.start, captions=str(value or "")))

    def _set_language(self, value: Value) -> None:
        self._preferences.language = str(value or "")
        self._preferences.save()
        self.language_chosen.emit(str(value) if value else users_language())
        self._preferences.language = str(value or "")  # left to the system, not to what it is now

    def _set_folder(self, value: Value) -> None:
        self._remember(replace(self._preferences.start, folder=Path(value) if value else None))

    def choose_font(self) -> None:
        """Have a SoundFont of the user's own play; a file that is none is told of."""
        say = self.texts.strings
        kinds = f"{say('files_fonts')} (*.sf2 *.sf3);;{say('files_all')} (*)"
        name, _ = QFileDialog.getOpenFileName(self, say("settings_choose_font"), "", kinds)
        if name:
            path = Path(name)

            def found(fonts: Fonts) -> None:
                self._tell("")
                self._set_font(path)
                self._found_fonts(fonts)

            self._engine.ask(FontsOrder(also=(path,)), found, self._trouble)

    def choose_folder(self) -> None:
        """Have accepted music written below a folder."""
        say = self.texts.strings
        name = QFileDialog.getExistingDirectory(self, say("settings_choose_folder"))
        if name:
            self._set_folder(name)
            self.refresh()

    # --- hearing ------------------------------------------------------------------------------

    def _hear(self) -> None:
        start = self._start
        self._tell(self.texts.strings("settings_making"))
        self._listening.hear(start.studio.soundfont, start.style or _SAMPLE)

    def _sounding(self, path: Path) -> None:
        self._tell("")

    def _silent(self, failure: Failed | None) -> None:
        if failure:
            self._trouble(failure)
        else:
            self._tell(self.texts.strings("settings_silent"))


def _used(task: str, start: Start) -> Value:
    """What the choice of an engine shows: None is the one that is here."""
    return NO_ENGINE if task in start.without else None
