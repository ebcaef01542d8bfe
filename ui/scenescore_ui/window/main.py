"""The main window: an edit is dropped on it, analysed in the background, and its scenes listed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from scenescore.words import LANGUAGES
from scenescore_ui.controller import Session
from scenescore_ui.preferences import Preferences
from scenescore_ui.strings import Strings
from scenescore_ui.texts import Texts
from scenescore_ui.window.notice import Notice
from scenescore_ui.window.progress import ProgressLine
from scenescore_ui.window.scenes import SceneList

_SUFFIXES = (
    "otio otioz fcpxml fcpxmld xml edl aaf mp4 mov mkv webm mxf avi m4v wav flac mp3 m4a ogg "
    "scenescore"
)


class MainWindow(QMainWindow):
    """Owns the session: closing the window saves the work and ends the engine."""

    def __init__(self, session: Session, preferences: Preferences) -> None:
        super().__init__()
        self.session, self._preferences = session, preferences
        session.setParent(self)
        session.engine.setParent(self)
        self.texts = Texts(session.strings)
        self.setAcceptDrops(True)
        self.notice = Notice(self.texts)
        self.pages = QStackedWidget()
        self.empty = self._page(("empty", "empty_hint"), "empty_open", self.ask_for_edit)
        self.stopped = self._page(("not_analysed",), "analyse_again", self._analyse)
        self.waiting, self.nothing = _big_label(), _big_label()
        self.texts.put(self.waiting.setText, "analysing")
        self.texts.put(self.nothing.setText, "no_scenes")
        self.scenes = SceneList(session, self.texts)
        for page in (self.empty, self.stopped, self.waiting, self.nothing, self.scenes):
            self.pages.addWidget(page)
        self._lay_out()
        self._make_menus()
        session.opened.connect(self._show_what_is_there)
        session.analysed.connect(self._show_what_is_there)
        session.told.connect(self.notice.tell)
        session.engine.stopped.connect(self._tell_stopped)
        session.engine.failed.connect(self._show_what_is_there)
        self._show_what_is_there()
        self.resize(960, 640)
        self.restoreGeometry(preferences.geometry)

    # --- what it is made of -------------------------------------------------------------------

    def _lay_out(self) -> None:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.addWidget(self.notice)
        column.addWidget(self.pages, 1)
        column.addWidget(ProgressLine(self.session.engine, self.texts))
        self.setCentralWidget(centre)

    def _page(self, lines: Sequence[str], action: str, do: Callable[[], None]) -> QWidget:
        """A page that says what to do next, the first line large, and a button that does it."""
        page, button = QWidget(), QPushButton()
        self.texts.put(button.setText, action)
        button.clicked.connect(do)
        column = QVBoxLayout(page)
        column.addStretch()
        for line in lines:
            label = _big_label() if line == lines[0] else QLabel()
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            self.texts.put(label.setText, line)
            column.addWidget(label)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch()
        return page

    def _make_menus(self) -> None:
        file = self._menu("menu_file")
        opening = self._action(file, "open", QKeySequence.StandardKey.Open)
        opening.triggered.connect(self.ask_for_edit)
        self.close_edit = self._action(file, "close_edit", QKeySequence.StandardKey.Close)
        self.close_edit.triggered.connect(self.session.close)
        quitting = self._action(file, "quit", QKeySequence.StandardKey.Quit)
        quitting.triggered.connect(self.close)
        edit, undo = self._menu("menu_edit"), self.session.undo
        back = self._action(edit, "undo", QKeySequence.StandardKey.Undo)
        again = self._action(edit, "redo", QKeySequence.StandardKey.Redo)
        back.triggered.connect(undo.undo)
        again.triggered.connect(undo.redo)
        undo.canUndoChanged.connect(back.setEnabled)
        undo.canRedoChanged.connect(again.setEnabled)
        back.setEnabled(False)
        again.setEnabled(False)
        self._make_languages(self._menu("menu_language"))

    def _make_languages(self, menu: QMenu) -> None:
        group = QActionGroup(self)
        for language in LANGUAGES:
            action = self._action(menu, f"language_{language}")
            action.setCheckable(True)
            action.setChecked(language == self.texts.strings.language)
            action.triggered.connect(partial(self.speak, language))
            group.addAction(action)

    def _menu(self, key: str) -> QMenu:
        menu = self.menuBar().addMenu("")
        self.texts.put(menu.setTitle, key)
        return menu

    def _action(
        self, menu: QMenu, key: str, keys: QKeySequence.StandardKey | None = None
    ) -> QAction:
        action = menu.addAction("")
        self.texts.put(action.setText, key)
        if keys is not None:
            action.setShortcuts(keys)
        return action

    # --- what it does -------------------------------------------------------------------------

    def speak(self, language: str) -> None:
        """Say everything in a language, now and from now on."""
        strings = Strings(language)
        self._preferences.language = language
        self.session.strings = strings
        self.texts.speak(strings)
        self._show_what_is_there()

    def ask_for_edit(self) -> None:
        """Let the person choose a file, and open it."""
        say = self.texts.strings
        patterns = " ".join(f"*.{suffix}" for suffix in _SUFFIXES.split())
        kinds = f"{say('files_edits')} ({patterns});;{say('files_all')} (*)"
        folder = str(self.session.path.parent) if self.session.path else ""
        name, _ = QFileDialog.getOpenFileName(self, say("open_title"), folder, kinds)
        if name:
            self.session.open(Path(name))

    def _show_what_is_there(self) -> None:
        session, say = self.session, self.texts.strings
        report = session.report
        self.scenes.show_report(report)
        self.close_edit.setEnabled(session.path is not None)
        if session.path is None:
            page: QWidget = self.empty
        elif report is None:
            page = self.waiting if session.engine.long_work else self.stopped
        else:
            page = self.scenes if report.scenes else self.nothing
        self.pages.setCurrentWidget(page)
        name = session.path.name if session.path else ""
        self.setWindowTitle(say("title_of", name=name) if name else say("title"))

    def _analyse(self) -> None:
        self.session.analyse()
        self._show_what_is_there()

    def _tell_stopped(self) -> None:
        self._show_what_is_there()
        say = self.texts.strings
        self.notice.tell(say("stopped"), say("stopped_hint"))

    # --- what Qt tells it ---------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.session.open(Path(files[0]))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self._preferences.geometry = self.saveGeometry()
        self._preferences.save()
        self.session.close()
        self.session.engine.close()
        super().closeEvent(event)


def _big_label() -> QLabel:
    label = QLabel()
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 1.6)
    label.setFont(font)
    return label
