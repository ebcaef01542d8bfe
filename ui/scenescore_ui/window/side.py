"""Rooms beside the timeline: a bar of icons, and the page that is open, if any."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QStackedWidget, QToolBar, QWidget

from scenescore_ui.icons import icon
from scenescore_ui.pages import Desk, Page
from scenescore_ui.texts import Texts

_WIDTH = 340


class Side(QDockWidget):
    """Pages are made when they are first opened; `made` tells of each."""

    made = Signal(str, QWidget)

    def __init__(
        self, window: QMainWindow, desk: Desk, pages: Sequence[Page], texts: Texts
    ) -> None:
        super().__init__(window)
        self.setObjectName("side")
        self._desk, self._rows = desk, {page.id: page for page in pages}
        self._pages: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self._stack.setMinimumWidth(_WIDTH)
        self.setWidget(self._stack)
        self._title = QLabel()
        self._title.setObjectName("title")
        self.setTitleBarWidget(self._title)
        texts.after(self._say_title)
        self.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.bar = QToolBar(window)
        self.bar.setObjectName("pages")
        self.bar.setMovable(False)
        self.bar.setOrientation(Qt.Orientation.Vertical)
        self.bar.setIconSize(QSize(20, 20))
        self.bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        texts.put(self.bar.setAccessibleName, "side_pages")
        self.actions_by_page = {page.id: self._action(page, texts) for page in pages}
        window.addToolBar(Qt.ToolBarArea.RightToolBarArea, self.bar)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self)
        self.hide()

    @property
    def open_page(self) -> str:
        """The page that is seen, or ""."""
        shown = self._stack.currentWidget()
        found = (name for name, page in self._pages.items() if page is shown)
        return "" if self.isHidden() else next(found, "")

    def button(self, name: str) -> QWidget:
        """The button of a page."""
        return self.bar.widgetForAction(self.actions_by_page[name])

    def page(self, name: str) -> QWidget | None:
        """A page that was made."""
        return self._pages.get(name)

    def open(self, name: str) -> None:
        """See a page; "" closes what is seen."""
        for each, action in self.actions_by_page.items():
            action.setChecked(each == name)
        if name not in self._rows:
            self.hide()
            return
        if name not in self._pages:
            page = self._rows[name].make(self._desk)
            self._pages[name] = page
            self._stack.addWidget(page)
            self.made.emit(name, page)
        self._stack.setCurrentWidget(self._pages[name])
        self.show()
        self._say_title()

    def _say_title(self) -> None:
        if action := self.actions_by_page.get(self.open_page):
            self._title.setText(action.text())

    def _action(self, page: Page, texts: Texts) -> QAction:
        action = self.bar.addAction(icon(page.icon), "")
        action.setCheckable(True)
        texts.put(action.setText, page.title)
        texts.put(action.setToolTip, page.title)
        action.triggered.connect(lambda on: self.open(page.id if on else ""))
        return action
