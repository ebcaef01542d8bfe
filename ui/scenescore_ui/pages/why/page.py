"""The page that explains what was clicked."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent

from scenescore.model import Hit
from scenescore_ui.controller import Session
from scenescore_ui.controller.resting import resting
from scenescore_ui.pages.sheet import Sheet, cleared
from scenescore_ui.pages.why.blocks import Fold, block_of
from scenescore_ui.pages.why.cue import explain_cue, explain_hit
from scenescore_ui.pages.why.moment import explain_moment
from scenescore_ui.pages.why.section import Line, Section
from scenescore_ui.texts import Texts
from scenescore_ui.timeline import Target

_REST_MS = 120
"""A drag changes the work many times a second; it is explained when it rests."""

_HINT = 1
"""Entries of the column above what is explained."""


class WhyPage(Sheet):
    """Explains what lies under the pointer, and goes on doing so as the work changes.

    `explain` takes what the timeline's `pointed` tells: a hit, a cue, or any moment.
    """

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__(texts, "page_why", "why_hint")
        self._session = session
        self._target: Target | None = None
        self._stale = False
        self._unfolded: set[int] = set()
        self._resting = resting(self, _REST_MS, self._show)
        session.opened.connect(self._forget)
        session.analysed.connect(self._renew)
        session.work_changed.connect(self._renew)
        session.take_made.connect(self._renew)
        texts.after(self._renew)
        self._show()

    def explain(self, target: Target) -> None:
        """Show what is known of a target, at once."""
        self._target = target
        self._show()

    def sections(self) -> tuple[Section, ...]:
        """What is explained now, in the user's language; nothing where nothing was clicked."""
        session, target, say = self._session, self._target, self.texts.strings
        report = session.report
        if report is None or target is None:
            return ()
        one = session.work.cue_work(target.cue) if target.cue else None
        if one is None:
            return explain_moment(report, session.work, target.frame, say)
        take = session.take(one)
        hit = self._hit(one.cue.hits) if target.kind == "hit" else None
        if hit:
            return explain_hit(report.edit, hit, take, say)
        return explain_cue(report.edit, one, take, say)

    def _hit(self, hits: tuple[Hit, ...]) -> Hit | None:
        """The hit that was clicked: by its number in the cue, else the one on the frame."""
        target = self._target
        if target and 0 <= target.hit < len(hits):
            return hits[target.hit]
        return next((hit for hit in hits if target and hit.frame == target.frame), None)

    def _forget(self) -> None:
        self._target = None
        self._renew()

    def _renew(self, *_: object) -> None:
        self._resting.start()

    def _show(self) -> None:
        """Make the page anew, or when it is next seen."""
        self._resting.stop()
        self._stale = not self.isVisible()
        if self._stale:
            return
        self._remember()
        cleared(self.column, _HINT)
        sections = self.sections() or (self._empty(),)
        self.hint.setVisible(self._target is None)
        folds = 0
        for section in sections:
            self.column.addWidget(block_of(section, self.texts.strings, folds in self._unfolded))
            folds += bool(section.details)
        self.column.addStretch()

    def _empty(self) -> Section:
        say = self.texts.strings
        if self._session.path is None:
            return Section(say("empty"), (Line(say("empty_hint")),))
        if self._session.report is None:
            return Section(say("not_analysed"), (Line(say("why_analyse_first")),))
        return Section(say("why_nothing"), (Line(say("why_nothing_hint")),))

    def _remember(self) -> None:
        """Which folds are open, so that they stay so."""
        folds = [fold.button.isChecked() for fold in self.findChildren(Fold)]
        if folds:
            self._unfolded = {number for number, open_ in enumerate(folds) if open_}

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self._stale:
            self._show()
