"""Menus from the table of actions: in the bar, at a place, and in buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from scenescore_ui.icons import icon
from scenescore_ui.window.actions import ACTIONS, CONTEXT, EXPORT, Action
from scenescore_ui.window.choices import Choice, Shown
from scenescore_ui.window.needs import missing
from scenescore_ui.window.spots import Spot


class Menus(QObject):
    """Makes menus for a window; `chosen` tells the spot that keys and the menu bar are for."""

    def __init__(self, shown: Shown, chosen: Callable[[], Spot], parent: QWidget) -> None:
        super().__init__(parent)
        self._shown, self._chosen, self._window = shown, chosen, parent
        self.actions: dict[str, QAction] = {}

    def context(self, spot: Spot) -> QMenu:
        """A menu for a spot; it is thrown away when it closes."""
        menu = QMenu(self._window)
        menu.setToolTipsVisible(True)
        for name in CONTEXT:
            if name == "-":
                menu.addSeparator()
            elif name == "export":
                self._add_export(menu, spot)
            elif ACTIONS[name].fits(spot) and not self._pointless(ACTIONS[name], spot):
                self._add(menu, ACTIONS[name], spot)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def fill(self, menu: QMenu, names: Iterable[str]) -> None:
        """Fill a lasting menu of the bar; what it is for is known when it is used."""
        menu.setToolTipsVisible(True)
        for name in names:
            if name == "-":
                menu.addSeparator()
            else:
                self._add_lasting(menu, ACTIONS[name])
        menu.aboutToShow.connect(self.refresh)

    def refresh(self) -> None:
        """What can be done now, and why not where it cannot."""
        spot = self._chosen()
        for name, entry in self.actions.items():
            self._judge(entry, ACTIONS[name], spot)

    def speak(self) -> None:
        """Words of another language."""
        for name in self.actions:
            self._word(name)
        self.refresh()

    def offers(self, name: str) -> QMenu:
        """A menu of an action's choices, filled whenever it opens."""
        menu = QMenu(self._window)
        menu.aboutToShow.connect(lambda: self._refill(menu, ACTIONS[name]))
        return menu

    # --- at a place ---------------------------------------------------------------------------

    def _add(self, menu: QMenu, action: Action, spot: Spot) -> None:
        entry = self._entry(menu, action, spot)
        self._dress(entry, action, spot)
        self._judge(entry, action, spot)

    def _entry(self, menu: QMenu, action: Action, spot: Spot) -> QAction:
        if action.offers is None:
            entry = menu.addAction("")
            entry.triggered.connect(partial(self._do, action, spot))
            return entry
        below = menu.addMenu("")
        if not missing(action.wants, self._shown.session, spot):
            _choose(below, action.offers(self._shown, spot))
        return below.menuAction()

    def _add_export(self, menu: QMenu, spot: Spot) -> None:
        if ACTIONS[EXPORT[0]].fits(spot):
            below = menu.addMenu(self._shown.session.strings("do_export"))
            below.setToolTipsVisible(True)
            for name in EXPORT:
                self._add(below, ACTIONS[name], spot)

    def _pointless(self, action: Action, spot: Spot) -> bool:
        """Whether a menu at a place is better without it: of two opposites one is enough."""
        unmet = missing(action.wants, self._shown.session, spot)
        return unmet in ("silence", "bent", "kept")

    # --- in the bar ---------------------------------------------------------------------------

    def _add_lasting(self, menu: QMenu, action: Action) -> None:
        if action.offers is None:
            entry = menu.addAction("")
            entry.triggered.connect(lambda: self._do(action, self._chosen()))
        else:
            below = self.offers(action.id)
            menu.addMenu(below)
            entry = below.menuAction()
        if action.keys:
            entry.setShortcut(QKeySequence(action.keys))
        self.actions[action.id] = entry
        self._word(action.id)

    def _word(self, name: str) -> None:
        self._dress(self.actions[name], ACTIONS[name], self._chosen())

    def _refill(self, menu: QMenu, action: Action) -> None:
        menu.clear()
        spot = self._chosen()
        if action.offers and not missing(action.wants, self._shown.session, spot):
            _choose(menu, action.offers(self._shown, spot))

    # --- both ---------------------------------------------------------------------------------

    def _do(self, action: Action, spot: Spot) -> None:
        if action.do and not missing(action.wants, self._shown.session, spot):
            action.do(self._shown, spot)

    def _dress(self, entry: QAction, action: Action, spot: Spot) -> None:
        say = self._shown.session.strings
        ranged = action.id == "score_here" and spot.kind == "range"
        entry.setText(say("do_score_range" if ranged else f"do_{action.id}"))
        if action.icon:
            entry.setIcon(icon(action.icon))

    def _judge(self, entry: QAction, action: Action, spot: Spot) -> None:
        """Whether it can be done now; a reason where it cannot."""
        unmet = missing(action.wants, self._shown.session, spot)
        entry.setEnabled(not unmet)
        why = self._shown.session.strings(f"cannot_{unmet}") if unmet else ""
        entry.setToolTip(why)
        entry.setStatusTip(why)


def _choose(menu: QMenu, choices: Iterable[Choice]) -> None:
    for choice in choices:
        entry = menu.addAction(choice.text.replace("&", "&&"))
        entry.setCheckable(choice.on is not None)
        entry.setChecked(bool(choice.on))
        entry.triggered.connect(lambda _=False, do=choice.do: do())
