"""One engine: what it costs, where it stands, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from scenescore.worker.answers import EngineSaid
from scenescore_ui.controller import LongWork
from scenescore_ui.pages.engines.words import size_of, terms_of
from scenescore_ui.pages.sheet import cleared, label
from scenescore_ui.strings import Strings

_STEPS = 1000
_MINUTE_S = 60


class EngineRow(QWidget):
    """Asks before it fetches or removes; the page does either."""

    fetch_wanted = Signal(str)
    remove_wanted = Signal(str)
    cancel_wanted = Signal(str)

    def __init__(self, engine: EngineSaid, say: Strings) -> None:
        super().__init__()
        self.engine, self._say = engine, say
        self.setAccessibleName(engine.title)
        title, self.state = label(engine.title, strong=True), label()
        self.state.setWordWrap(False)
        self.terms = label(terms_of(engine, say), quiet=True)
        self.told = label()
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(say("engine_fetching", title=engine.title))
        self._beside, self._below = QHBoxLayout(), QHBoxLayout()
        top = QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(self.state)
        top.addLayout(self._beside)
        self._more = self._menu()
        top.addWidget(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(top)
        for widget in (self.terms, self.told, self.bar):
            column.addWidget(widget)
        column.addLayout(self._below)
        self.rest()

    # --- where it stands ----------------------------------------------------------------------

    def rest(self) -> None:
        """As it lies on the disk, with what can be done next."""
        engine, say = self.engine, self._say
        ready = say("engine_ready") if engine.usable else ""
        kept = say("engine_kept", size=size_of(engine.fetched_mb))
        self._remove.setEnabled(engine.present or bool(engine.fetched_mb))
        self._show(kept if engine.fetched_mb else ready, "")
        if engine.usable:
            return
        if engine.packages:
            self._tell(say("engine_packages", packages=", ".join(engine.packages)))
            self._offer(self._beside, ("engine_copy_command", lambda: copied(self._command())))
        elif engine.fetchable:
            key = "engine_go_on" if engine.fetched_mb else "engine_fetch"
            self._offer(self._beside, (key, self.ask))
        else:
            self._tell(say("engine_by_hand"))
            page = ("engine_page", lambda: opened(engine.page))
            self._offer(self._below, page, ("engine_folder", self.show_folder))

    def ask(self) -> None:
        """Ask before anything is fetched."""
        engine, say = self.engine, self._say
        told = say("engine_ask", size=size_of(engine.mb), licence=engine.licence)
        self._show(self.state.text(), f"{told}\n{engine.folder}")
        self._offer(
            self._below,
            ("engine_fetch_now", lambda: self.fetch_wanted.emit(engine.id)),
            ("engine_not_now", self.rest),
        )

    def ask_to_remove(self) -> None:
        engine, say = self.engine, self._say
        size = size_of(engine.fetched_mb or engine.mb)
        self._show(self.state.text(), say("engine_ask_remove", size=size))
        self._offer(
            self._below,
            ("engine_remove", lambda: self.remove_wanted.emit(engine.id)),
            ("engine_keep", self.rest),
        )

    def fetching(self, work: LongWork) -> None:
        """How far fetching is, and how long it still takes; or that it waits for others."""
        say, left = self._say, work.seconds_left(monotonic())
        minutes = "" if left is None else say("time_left_minutes", minutes=-(-left // _MINUTE_S))
        done = f"{100 * work.fraction:.0f} %" if work.stage else say("engine_waits")
        if not self.bar.isVisibleTo(self):
            self._show("", "")
            self._remove.setEnabled(False)
            self._offer(self._beside, ("cancel", lambda: self.cancel_wanted.emit(self.engine.id)))
            self.bar.show()
        self.state.setText(" · ".join(part for part in (done, minutes) if part))
        self.bar.setValue(round(work.fraction * _STEPS))

    def failed(self, message: str, hint: str) -> None:
        """What went wrong; what has come is kept."""
        self.rest()
        self._tell(f"{message}\n{hint}")

    # --- what it is made of -------------------------------------------------------------------

    def show_folder(self) -> None:
        """Open the folder of its weights, made if it is not there yet."""
        self.engine.folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.engine.folder)))

    def _command(self) -> str:
        return f"pip install 'scenescore[{self.engine.extra}]'"

    def _menu(self) -> QToolButton:
        say, menu = self._say, QMenu(self)
        menu.addAction(say("engine_folder"), self.show_folder)
        menu.addAction(say("engine_page"), lambda: opened(self.engine.page))
        self._remove = menu.addAction(say("engine_remove"), self.ask_to_remove)
        button = QToolButton()
        button.setText("⋯")
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAccessibleName(say("engine_more", title=self.engine.title))
        return button

    def _show(self, state: str, told: str) -> None:
        self.state.setText(state)
        self._tell(told)
        self.bar.hide()
        cleared(self._beside)
        cleared(self._below)

    def _tell(self, text: str) -> None:
        self.told.setText(text)
        self.told.setVisible(bool(text))

    def _offer(self, where: QHBoxLayout, *actions: tuple[str, Callable[[], None]]) -> None:
        """Buttons for what can be done now."""
        for key, do in actions:
            button = QPushButton(self._say(key), self)
            button.clicked.connect(do)
            where.addWidget(button)
            if where is self._beside:
                QWidget.setTabOrder(button, self._more)
        if where is self._below:
            where.addStretch()


def opened(address: str) -> None:
    """Show a page in the user's browser."""
    QDesktopServices.openUrl(QUrl(address))


def copied(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
