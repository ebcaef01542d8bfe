"""The page that explains what was clicked."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from scenescore_ui.controller import Session
from scenescore_ui.pages.sheet import Sheet, cleared
from scenescore_ui.pages.why.blocks import Fold, block_of
from scenescore_ui.pages.why.cue import explain_cue, explain_hit
from scenescore_ui.pages.why.moment import explain_moment
from scenescore_ui.pages.why.section import Line, Section
from scenescore_ui.texts import Texts
from scenescore_ui.timeline import Target

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
        self._hit_frame: int | None = None
        self._blocks: list[QWidget] = []
        self._unfolded: set[int] = set()
        session.opened.connect(self._forget)
        for changed in (session.analysed, session.work_changed, session.take_made):
            changed.connect(self.renew)

    def explain(self, target: Target) -> None:
        """Show what is known of a target, at once."""
        self._target = target
        self._hit_frame = self._frame_of_hit(target)
        self.refresh()

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
        hit = next((hit for hit in one.cue.hits if hit.frame == self._hit_frame), None)
        if hit:
            return explain_hit(report.edit, hit, take, say)
        return explain_cue(report.edit, one, take, say)

    def _frame_of_hit(self, target: Target) -> int | None:
        """The frame of the hit that was clicked, by its number among those that its take met."""
        one = self._session.work.cue_work(target.cue)
        if one is None or target.hit < 0:
            return None
        take = self._session.take(one)
        met = [hit["frame"] for hit in take.facts["hits"]] if take else []
        frames = met or [hit.frame for hit in one.cue.hits]
        return frames[target.hit] if target.hit < len(frames) else None

    def _forget(self) -> None:
        self._target = None
        self.renew()

    def fill(self) -> None:
        self._remember()
        cleared(self.column, _HINT)
        sections = self.sections() or (self._empty(),)
        self.hint.setVisible(self._target is None)
        self._blocks.clear()
        folds = 0
        for section in sections:
            block = block_of(section, self.texts.strings, folds in self._unfolded)
            self.column.addWidget(block)
            self._blocks.append(block)
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
        folds = [fold for block in self._blocks for fold in block.findChildren(Fold)]
        if folds:
            self._unfolded = {
                number for number, fold in enumerate(folds) if fold.button.isChecked()
            }
