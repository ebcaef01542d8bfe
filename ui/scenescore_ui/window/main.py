"""The main window: the edit over time, picture and sound above it, rooms beside it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from scenescore.words import LANGUAGES
from scenescore_ui.controller import Session
from scenescore_ui.controller.resting import resting
from scenescore_ui.pages import PAGES, Desk, Page, SettingsPage, WhyPage
from scenescore_ui.preferences import Preferences
from scenescore_ui.strings import Strings, worded
from scenescore_ui.texts import Texts
from scenescore_ui.timeline import Target, Timeline
from scenescore_ui.window.actions import BAR, EXPORT
from scenescore_ui.window.blank import blank
from scenescore_ui.window.board import Board
from scenescore_ui.window.doors import CAPTIONS, Doors
from scenescore_ui.window.events import Events
from scenescore_ui.window.menus import Menus
from scenescore_ui.window.notice import Notice
from scenescore_ui.window.programs import ProgramMenu
from scenescore_ui.window.progress import ProgressLine
from scenescore_ui.window.scenes import SceneList
from scenescore_ui.window.side import Side
from scenescore_ui.window.spots import NOWHERE, Spot, spot_at, spot_of
from scenescore_ui.window.stage import Stage
from scenescore_ui.window.strip import Strip
from scenescore_ui.window.undoing import UndoLines

_SIZE = (1360, 860)
_HEIGHTS = (250, 560)
"""Pixels of the picture, and of the timeline below it, at first."""

_REFRESH_AFTER_MS = 80


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
        self.timeline = Timeline(session.strings)
        self.board = Board(session, self.timeline, self.texts)
        self.doors = Doors(session, self.texts, self)
        self.menus = Menus(self.doors, self.spot, self)
        self._pointed: Target | None = None
        self._make_menus()
        self.stage = Stage(session, self.timeline, self.notice, self.texts)
        self.strip = Strip(session, self.timeline, self.menus, self.texts)
        self._make_pages()
        self._lay_out()
        self._make_side()
        self._connect()
        self._show_what_is_there()
        self.resize(*_SIZE)
        self.restoreGeometry(preferences.geometry)
        self.desk.restoreState(preferences.heights)
        self.side.open(preferences.page)
        self.menus.refresh()

    # --- what it is made of -------------------------------------------------------------------

    def _make_pages(self) -> None:
        texts = self.texts
        self.empty = blank(texts, "film", ("empty", "empty_hint"), "empty_open", self.doors.open)
        self.stopped = blank(texts, "score", ("not_analysed",), "analyse_now", self._analyse)
        self.waiting = blank(texts, "logo", ("analysing", "analysing_hint"))
        self.nothing = blank(texts, "scenes", ("no_scenes", "no_scenes_hint"))
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.timeline, 1)
        self.desk = QSplitter(Qt.Orientation.Vertical)
        self.desk.addWidget(self.stage)
        self.desk.addWidget(below)
        for part in range(self.desk.count()):  # a larger window has a larger picture, too
            self.desk.setStretchFactor(part, 1)
        self.desk.setSizes(list(_HEIGHTS))
        self.desk.setChildrenCollapsible(True)
        self.desk.setCollapsible(1, False)
        self.pages = QStackedWidget()
        for page in (self.empty, self.stopped, self.waiting, self.nothing, self.desk):
            self.pages.addWidget(page)

    def _lay_out(self) -> None:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.pages, 1)
        column.addWidget(ProgressLine(self.session.engine, self.texts))
        self.setCentralWidget(centre)

    def _make_side(self) -> None:
        scenes = Page(
            "scenes", "scenes", "scenes", lambda desk: SceneList(desk.session, desk.texts)
        )
        desk = Desk(self.session, self._preferences, self.texts)
        self.side = Side(self, desk, (scenes, *PAGES), self.texts)
        self.side.made.connect(self._join_page)

    def _join_page(self, name: str, page: QWidget) -> None:
        if isinstance(page, SettingsPage):
            page.language_chosen.connect(self.speak)
            page.sounds.connect(self.stage.player.pause)
        if isinstance(page, WhyPage) and self._pointed:
            page.explain(self._pointed)

    def _connect(self) -> None:
        session = self.session
        session.opened.connect(self._show_what_is_there)
        session.analysed.connect(self._show_what_is_there)
        Events(session, self.doors.copies, self.notice)
        session.engine.stopped.connect(self._show_what_is_there)
        session.engine.failed.connect(self._show_what_is_there)
        self.board.shown.connect(self.strip.show_chosen)
        self.timeline.menu_asked.connect(self._show_menu)
        self.timeline.pointed.connect(self._explain)
        self._refreshing = resting(self, _REFRESH_AFTER_MS, self.menus.refresh)
        for signal in (
            session.opened,
            session.analysed,
            session.work_changed,
            session.view_changed,
            session.take_made,
        ):
            signal.connect(self._refresh_soon)
        self.texts.after(self.menus.speak)

    def _refresh_soon(self) -> None:
        self._refreshing.start()

    def _make_menus(self) -> None:
        file = self._menu("menu_file")
        self._action(file, "open", QKeySequence.StandardKey.Open, self.doors.open)
        self.programs = ProgramMenu(self.session, self.texts, self)
        file.addMenu(self.programs)
        self.captions = self._action(file, "captions", None, self.doors.read_captions)
        self.again = self._action(file, "analyse_again", None, self._analyse)
        file.addSeparator()
        self.menus.fill(file, ("accept", "-", "reveal", *EXPORT, "-"))
        self.close_edit = self._action(
            file, "close_edit", QKeySequence.StandardKey.Close, self.session.close
        )
        self._action(file, "quit", QKeySequence.StandardKey.Quit, self.close)
        self.steps = UndoLines(self._menu("menu_edit"), self.session.undo, self.texts)
        for key, names in BAR.items():
            self.menus.fill(self._menu(key), names)
        self._make_languages(self._menu("menu_language"))

    def _make_languages(self, menu: QMenu) -> None:
        group = QActionGroup(self)
        self.languages = {}
        for language in LANGUAGES:
            action = self._action(menu, f"language_{language}", None, partial(self.speak, language))
            action.setCheckable(True)
            action.setChecked(language == self.texts.strings.language)
            group.addAction(action)
            self.languages[language] = action

    def _menu(self, key: str) -> QMenu:
        menu = self.menuBar().addMenu("")
        self.texts.put(menu.setTitle, key)
        return menu

    def _action(
        self, menu: QMenu, key: str, keys: QKeySequence.StandardKey | None, do: object
    ) -> QAction:
        action = menu.addAction("")
        self.texts.put(action.setText, key)
        if keys is not None:
            action.setShortcuts(keys)
        action.triggered.connect(do)
        return action

    # --- what it does -------------------------------------------------------------------------

    def speak(self, language: str) -> None:
        """Say everything in a language, now and from now on."""
        strings = Strings(language)
        self._preferences.language = language
        self.session.strings = strings
        self.languages[language].setChecked(True)
        self.texts.speak(strings)
        self._show_what_is_there()

    def spot(self) -> Spot:
        """What keys and the menu bar are for: what is chosen, else the scene at the playhead."""
        view, data = self.session.view, self.timeline.data
        if data is None:
            return NOWHERE
        return spot_of(view.selection, view.playhead, data, self.session.work)

    def _show_menu(self, target: Target, place: QPoint) -> None:
        if data := self.timeline.data:
            chosen = self.session.view.selection
            spot = spot_at(target, data, chosen, self.session.work)
            self.menus.context(spot).popup(place)

    def _explain(self, target: Target) -> None:
        self._pointed = target
        page = self.side.page("why")
        if isinstance(page, WhyPage):
            page.explain(target)

    def _show_what_is_there(self) -> None:
        session, say = self.session, self.texts.strings
        report = session.report
        for action in (self.close_edit, self.captions, self.again):
            action.setEnabled(session.path is not None)
        if session.path is None:
            page = self.empty
        elif report is None:
            page = self.waiting if session.engine.long_work else self.stopped
        else:
            page = self.desk if report.scenes else self.nothing
        if self.pages.currentWidget() is not page:
            self.pages.setCurrentWidget(page)
            (self.timeline if page is self.desk else page).setFocus()
        opened = session.opened_edit
        name = opened.name if opened else ""
        self.setWindowTitle(say("title_of", name=name) if name else say("title"))

    def _analyse(self) -> None:
        self.session.analyse()
        self._show_what_is_there()

    # --- what Qt tells it ---------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """An edit opens; captions are read with the edit that is open."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        captions = [path for path in files if path.suffix.lower() in CAPTIONS]
        edits = [path for path in files if path not in captions]
        if not files:
            return
        event.acceptProposedAction()
        if edits:
            self.session.open(edits[0], captions[0] if captions else None)
        elif self.session.path:
            self.session.read_as(captions=captions[0])
        else:
            self.notice.tell(worded("cannot_edit"))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self._preferences.geometry = self.saveGeometry()
        self._preferences.heights = self.desk.saveState()
        self._preferences.page = self.side.open_page
        self._preferences.save()
        self.hide()  # what may not stop half way is waited for
        self.stage.close_player()
        self.board.outlines.pause()
        self.doors.copies.close()
        self.session.close()
        self.session.engine.close()
        super().closeEvent(event)
