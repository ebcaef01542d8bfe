"""The session with one edit: what is open, what the editor does, what the engine makes of it.

A QObject without widgets. Every change of the work goes through `do`, so that it can be undone;
nothing is written to the edit but by `delivery`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from scenescore.errors import OutputUnwritable
from scenescore.worker.answers import Analysed, Scored
from scenescore.worker.orders import Order, Source
from scenescore.worker.protocol import Failed, Said
from scenescore_ui.controller.composing import Composing
from scenescore_ui.controller.delivering import Delivery
from scenescore_ui.controller.editing import Editing
from scenescore_ui.controller.engine import Engine, telling
from scenescore_ui.controller.gathering import Slowly, Taking
from scenescore_ui.controller.listening import Listening
from scenescore_ui.controller.opening import Opened, identity_of, open_edit
from scenescore_ui.controller.resting import resting
from scenescore_ui.controller.undo import Step
from scenescore_ui.strings import Strings, sentence, worded
from scenescore_ui.work import ordering
from scenescore_ui.work.findings import read_findings
from scenescore_ui.work.model import Selection, View, Work
from scenescore_ui.work.places import source_of
from scenescore_ui.work.saving import CameFrom, WorkUnreadable, save
from scenescore_ui.work.start import Start

R = TypeVar("R", bound=Said)
X = TypeVar("X")

_SAVE_WORK_WITHIN_MS = 500
_SAVE_VIEW_WITHIN_MS = 5000
"""The view changes at every frame while the edit plays."""

_COMPOSE_AFTER_MS = 60
"""A drag changes the work many times a second; music is made when it rests for so long."""

_PRUNE_AFTER_MS = 5000

_SPARE_TAKES = 8
"""Takes that nobody needs now and that are kept for undoing: some 2 MB a second of music each."""


class Session(Listening):
    """One edit at a time."""

    opened = Signal()
    """Another edit is open, with `findings` where it was analysed before; or none."""
    analysed = Signal()
    """`findings` have changed."""
    work_changed = Signal()
    view_changed = Signal()
    take_made = Signal(str)
    """The uid of a cue whose take is there."""
    playable = Signal(str, object)
    """The uid of a cue whose take is being made, and a `Playable` of its sound so far."""
    told = Signal(object, object)
    """Two `Telling`s to read: what happened, what to do."""
    noted = Signal(dict, object)
    """What the engine remarks on what was scored (`Remark`), and what scores the same again."""
    accepted = Signal(object)
    """`Accepted`: the files that were written."""

    def __init__(self, engine: Engine, strings: Strings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engine, self.strings = engine, strings
        self.undo = QUndoStack(self)
        self.edits = Editing(self)
        self.delivery, self.start = Delivery(self), Start()
        self._saving = resting(self, _SAVE_WORK_WITHIN_MS, self.save)
        self._resting = resting(self, _COMPOSE_AFTER_MS, self._keep_up)
        self._slowly = Slowly(self)
        self._pruning = resting(self, _PRUNE_AFTER_MS, self._prune)
        engine.failed.connect(self._tell_failure)

    # --- what is open -------------------------------------------------------------------------

    def open(
        self, path: Path, captions: Path | None = None, came_from: CameFrom | None = None
    ) -> bool:
        """Open an edit, a film or a saved work in the place of what is open; whether it is.

        What was analysed before is there at once; otherwise analysing begins.
        """
        if self.path and source_of(path.absolute()) == self.path:
            return True
        try:
            found = open_edit(path, captions, self.start, self.path)
        except WorkUnreadable as error:
            self.tell(error.key, **error.gaps)
            return False
        self.close()
        if came_from:
            found.come_from(came_from)
        self._take_up(found)
        for key, gaps in found.told:
            self.tell(key, **gaps)
        return True

    def _take_up(self, found: Opened) -> None:
        """From now on this one is open."""
        self._opened = found
        source, takes = found.source, found.takes
        self._composing = Composing(
            self.engine.client, source, takes, self._made, self._tell_failure, self.playable.emit
        )
        self.findings = found.findings
        if found.findings is None:
            self.analyse()
        self.opened.emit()
        if found.findings:
            self.engine.quietly(ordering.warm_order(source, self.work))
            self._keep_up()

    def close(self) -> None:
        """Save and let go of the edit; what is under way for it is stopped."""
        if self._opened:
            self.engine.cancel_all()
            self.save()
            self._prune()
            self._let_go(self._opened.close)

    def save(self) -> None:
        """Save the work beside the edit now; where that cannot be, say so."""
        self._saving.stop()
        if self._opened:
            try:
                save(self._opened.document, self._opened.places.file)
            except OutputUnwritable as error:
                self.told.emit(sentence(error.message), sentence(error.hint))

    # --- what the editor does -----------------------------------------------------------------

    def do(self, name: str, change: Callable[[Work], Work]) -> None:
        """Change the work, as a step that can be undone; `name` is a key of the panel's words."""
        before = self.work
        after = change(before)
        if self._opened and after != before:
            self.undo.push(Step(name, before, after, self._show))

    def select(self, selection: Selection | None) -> None:
        self._look(replace(self.view, selection=selection))

    def move_playhead(self, frame: int) -> None:
        last = self.report.edit.duration_frames - 1 if self.report else 0
        self._look(replace(self.view, playhead=max(0, min(frame, last))))

    def show_range(self, start: float, end: float) -> None:
        """Remember which frames the window shows."""
        self._look(replace(self.view, visible=(start, end)))

    # --- what the engine is asked for ---------------------------------------------------------

    def analyse(self, before: Source | None = None) -> None:
        """Hear, see and feel the edit, in the background; where that fails, read it as `before`."""
        if self._opened:
            source, folder = self._opened.source, self._opened.places.folder
            order = ordering.analyse_order(source, self.work, folder)
            done = partial(self._analysed, identity_of(source.path))
            self.ask(order, done, lambda failure: self._not_read(failure, before))

    def read_as(self, **how: str | Path | tuple[str, ...] | None) -> None:
        """Analyse the edit, read with other `captions` or another engine for its `words`.

        Captions that cannot be read are let go again.
        """
        if before := self.source:
            self._read_from(before.model_copy(update=how))
            if self.source != before:
                self.analyse(before)

    def score(
        self,
        *,
        scene: int | None = None,
        frames: tuple[int, int] | None = None,
        style: str | None = None,
    ) -> None:
        """Score all, a scene or a range: new cues take the place of those that they overlap."""
        if self._opened:
            source, folder = self._opened.source, self._opened.places.folder
            order = ordering.score_order(
                source, self.work, folder, scene=scene, frames=frames, style=style
            )
            again = partial(self.score, scene=scene, frames=frames, style=style)
            self.ask(order, partial(self._scored, again))

    # --- inside -------------------------------------------------------------------------------

    def ask(
        self,
        order: Order,
        done: Callable[[R], None],
        failed: Callable[[Failed], None] = lambda failure: None,
    ) -> None:
        """Have a long order done; what comes after another edit was opened is for nobody."""
        opened = self._opened

        def still(tell: Callable[[X], None]) -> Callable[[X], None]:
            return lambda said: tell(said) if self._opened is opened else None

        self.engine.start(order, still(done), still(failed))

    def _show(self, work: Work) -> None:
        if self._opened is None:
            return
        markers_changed = work.markers != self.work.markers
        self._opened.document = replace(self._opened.document, work=work)
        self.work_changed.emit()
        self._save_within(_SAVE_WORK_WITHIN_MS)
        self._resting.start()
        if markers_changed and self.report:
            self.analyse()

    def _look(self, view: View) -> None:
        if self._opened and view != self.view:
            self._opened.document = replace(self._opened.document, view=view)
            self.view_changed.emit()
            self._save_within(_SAVE_VIEW_WITHIN_MS)

    def _save_within(self, milliseconds: int) -> None:
        """Save by then, however much changes meanwhile."""
        if not self._saving.isActive() or self._saving.remainingTime() > milliseconds:
            self._saving.start(milliseconds)

    def _keep_up(self) -> None:
        if self._composing and self.report:
            chosen = self.view.selection.cue if self.view.selection else None
            self._composing.keep_up(self.work, chosen)

    def _read_from(self, source: Source) -> None:
        if self._opened and self._composing:
            self._opened.read_from(source)
            self._composing.read_from(source)

    def _not_read(self, failure: Failed, before: Source | None) -> None:
        """What turns out to be no edit gives way to the one before; captions that are none go."""
        back = self._opened.instead_of if self._opened else None
        if self._opened and not self.report and self._opened.is_none(failure):
            self._let_go(self._opened.discard)
            if back:
                self.open(back)
        elif before:
            self._read_from(before)

    def _let_go(self, leave: Callable[[], None]) -> None:
        for timer in (self._saving, self._resting, self._pruning):
            timer.stop()
        self._slowly.stop()
        leave()
        self._opened, self._composing, self.findings = None, None, None
        self.undo.clear()
        self.opened.emit()

    def _analysed(self, identity: str, result: Analysed) -> None:
        """`identity` tells the state that the edit was in when it was read."""
        if self._opened is None:
            return
        try:
            self.findings = read_findings(self._opened.places.folder)
        except WorkUnreadable as error:
            self.tell(error.key, **error.gaps)
            return
        self._opened.identify(identity)
        self.save()
        self.analysed.emit()
        self._keep_up()

    def _scored(self, again: Callable[[], None], result: Scored) -> None:
        if self._opened and self._composing:
            taking = Taking(self._opened.takes, self._composing, result.takes, self.work)
            self._slowly.run(taking, lambda: self.do("step_score", taking.laid))
        for note in result.notes:
            self.noted.emit(note, again)

    def _made(self, uid: str) -> None:
        self.take_made.emit(uid)
        self._pruning.start()

    def _prune(self) -> None:
        if self._composing:
            self._composing.takes.prune(self._composing.needed(self.work), _SPARE_TAKES)

    def _tell_failure(self, failure: Failed) -> None:
        self.told.emit(*telling(failure))

    def tell(self, key: str, **gaps: object) -> None:
        """Say the words of a key, and of its hint."""
        self.told.emit(worded(key, **gaps), worded(f"{key}_hint", **gaps))
