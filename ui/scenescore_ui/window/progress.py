"""Long work at the foot of the window: its stage, how far, how long still, and a way out."""

from __future__ import annotations

from time import monotonic

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton

from scenescore.words import words
from scenescore_ui.controller import Engine, LongWork
from scenescore_ui.strings import Strings
from scenescore_ui.texts import Texts

_STEPS = 1000
_MINUTE_S = 60


class ProgressLine(QFrame):
    """Shows the engine's long work, and hides where there is none."""

    def __init__(self, engine: Engine, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("foot")
        self._engine, self._texts = engine, texts
        self.label, self.left = QLabel(), QLabel()
        self.left.setObjectName("quiet")
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.cancel = QPushButton()
        texts.put(self.cancel.setText, "cancel")
        self.cancel.clicked.connect(engine.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 8, 5)
        row.setSpacing(12)
        for widget in (self.label, self.bar, self.left, self.cancel):
            row.addWidget(widget, 1 if widget is self.bar else 0)
        engine.long_work_changed.connect(self._show)
        texts.after(self._show)
        self._show()

    def _show(self) -> None:
        work = self._engine.long_work
        self.setVisible(work is not None)
        if work:
            say = self._texts.strings
            self.label.setText(say("cancelling") if work.cancelling else stage_of(work, say))
            self.bar.setValue(round(work.fraction * _STEPS))
            self.bar.setAccessibleName(self.label.text())
            self.left.setText(time_left(work.seconds_left(monotonic()), say))
            self.cancel.setEnabled(not work.cancelling)
            self.cancel.setVisible(not work.whole)


def stage_of(work: LongWork, say: Strings) -> str:
    """What is done, and the stage that it is at: "Analysing: Listening"."""
    stage = words("cli", say.language).get(work.stage, "")
    what = say(f"work_{work.what}")
    return f"{what}: {stage}" if stage else what


def time_left(seconds: int | None, say: Strings) -> str:
    if seconds is None:
        return ""
    if seconds < _MINUTE_S:
        return say("time_left_seconds", seconds=seconds)
    return say("time_left_minutes", minutes=-(-seconds // _MINUTE_S))
