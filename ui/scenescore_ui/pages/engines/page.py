"""The page of the engines, by what they are for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from scenescore.worker.answers import Engines, EngineSaid, Fetched, Removed
from scenescore.worker.orders import EnginesOrder, FetchOrder, RemoveOrder
from scenescore.worker.protocol import Failed, Progressed
from scenescore_ui.controller import LongWork, Session
from scenescore_ui.controller.engine import words_of
from scenescore_ui.pages.engines.row import EngineRow
from scenescore_ui.pages.engines.words import NO_ENGINE, advice
from scenescore_ui.pages.sheet import Sheet, cleared, label
from scenescore_ui.preferences import Preferences
from scenescore_ui.texts import Texts
from scenescore_ui.worker import Listener, Task

_HINT = 1
"""Entries of the column above the engines."""

_BETWEEN = 12
"""Pixels more above each task."""


_AT_LEFT, _WHOLE_WIDTH = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag(0)


class EnginesPage(Sheet):
    """Fetches by a worker of its own, so that gigabytes hold up no music and no other errand."""

    def __init__(self, session: Session, preferences: Preferences, texts: Texts) -> None:
        super().__init__(texts, "page_engines", "engines_hint")
        self._session, self._preferences = session, preferences
        self._engine = session.engine.aside
        self._said: tuple[EngineSaid, ...] | None = None
        self._trouble: Failed | None = None
        self._fetcher = self._engine.aside
        self._fetches: dict[str, tuple[Task, LongWork]] = {}
        self._asking = self._came = False
        self.rows: dict[str, EngineRow] = {}

    def look(self) -> None:
        """Ask which engines are here."""
        if not self._asking:
            self._asking = True
            self._engine.ask(EnginesOrder(), self._found, self._not_found)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.look()

    # --- what is shown ------------------------------------------------------------------------

    def _found(self, engines: Engines) -> None:
        self._asking, self._trouble = False, None
        if engines.engines != self._said:
            self._said = engines.engines
            self.refresh()

    def _not_found(self, failure: Failed) -> None:
        self._asking = False
        self._trouble = failure
        self.refresh()

    def fill(self) -> None:
        say = self.texts.strings
        cleared(self.column, _HINT)
        self.rows.clear()
        if self._trouble:
            self._add(
                *(label(text) for text in words_of(self._trouble, say)),
                self._button("try_again", self.look),
            )
        elif self._said is None:
            self._add(label(say("engines_looking")))
        else:
            self._list(self._said)
            self.column.addSpacing(_BETWEEN)
            self._add(self._button("setup_again", self.look))
        self.column.addStretch()

    def _list(self, engines: tuple[EngineSaid, ...]) -> None:
        say, by_task = self.texts.strings, defaultdict[str, list[EngineSaid]](list)
        if self._came and self._session.report:
            self._add(label(say("engine_came")), self._button("analyse_again", self.use_it))
        for engine in engines:
            by_task[engine.task].append(engine)
        for task, found in by_task.items():
            self.column.addSpacing(_BETWEEN)
            title = label(say(f"engine_task_{task}"), strong=True)
            self._add(title, label(say(f"engine_gives_{task}"), quiet=True))
            self._add(label(self._advice(task, found)))
            for engine in found:
                self._add(self._row(engine))
            if task == "words":
                self._add(self._button("engine_own", self.choose_own))

    def _advice(self, task: str, found: list[EngineSaid]) -> str:
        """What does a task now: of the words what the user chose, else the best that is here."""
        say, words = self.texts.strings, self._preferences.start.words
        if task != "words" or words is None:
            return advice(found, say)
        titles = {engine.id: engine.title for engine in found}
        if words == NO_ENGINE:
            return say("engine_off")
        return say("engine_used", title=titles.get(words, Path(words).name))

    def _row(self, engine: EngineSaid) -> EngineRow:
        row = EngineRow(engine, self.texts.strings)
        row.fetch_wanted.connect(self.fetch)
        row.remove_wanted.connect(self.remove)
        row.cancel_wanted.connect(self.cancel)
        self.rows[engine.id] = row
        if engine.id in self._fetches:
            row.fetching(self._fetches[engine.id][1])
        return row

    def _button(self, key: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(self.texts.strings(key))
        button.clicked.connect(do)
        return button

    def _add(self, *widgets: QWidget) -> None:
        for widget in widgets:
            is_button = isinstance(widget, QPushButton)
            self.column.addWidget(widget, 0, _AT_LEFT if is_button else _WHOLE_WIDTH)

    # --- what is done -------------------------------------------------------------------------

    def fetch(self, name: str) -> None:
        """Fetch an engine's weights; the person said yes."""
        listener = Listener[Fetched](
            done=lambda result: self._fetched(name),
            failed=lambda failure: self._failed(name, failure),
            cancelled=lambda: self._ended(name),
            progressed=lambda progress: self._progressed(name, progress),
        )
        work = LongWork("fetch", monotonic())
        task = self._fetcher.client.start(FetchOrder(engine=name), listener)
        self._fetches[name] = task, work
        self.rows[name].fetching(work)

    def cancel(self, name: str) -> None:
        """Stop a fetch; what has come is kept, and the next fetch goes on from there."""
        if name in self._fetches:
            self._fetcher.client.cancel(self._fetches[name][0])

    def remove(self, name: str) -> None:
        """Throw away an engine's weights; the person said yes."""

        def removed(result: Removed) -> None:
            self._ended(name)

        order = RemoveOrder(engine=name)
        self._engine.ask(order, removed, lambda failure: self._failed(name, failure))

    def choose_own(self) -> None:
        """Have a checkpoint of the user's own hear the words, also of the edit that is open."""
        say = self.texts.strings
        kinds = f"{say('files_checkpoints')} (*.pt);;{say('files_all')} (*)"
        name, _ = QFileDialog.getOpenFileName(self, say("engine_own"), "", kinds)
        if name:
            start = replace(self._preferences.start, words=str(Path(name)))
            self._preferences.start = self._session.start = start
            self._session.read_as(words=start.words)
            self.refresh()

    def use_it(self) -> None:
        """Analyse the edit that is open with what was fetched."""
        self._came = False
        self.refresh()
        self._session.analyse()

    def _progressed(self, name: str, progress: Progressed) -> None:
        task, work = self._fetches[name]
        self._fetches[name] = task, work.after(progress)
        if row := self.rows.get(name):
            row.fetching(self._fetches[name][1])

    def _fetched(self, name: str) -> None:
        self._came = True
        self._ended(name)

    def _ended(self, name: str) -> None:
        self._fetches.pop(name, None)
        self._said = None
        self.look()

    def _failed(self, name: str, failure: Failed) -> None:
        self._fetches.pop(name, None)
        if row := self.rows.get(name):
            row.failed(*words_of(failure, self.texts.strings))
