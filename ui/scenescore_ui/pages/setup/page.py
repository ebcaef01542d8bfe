"""The page that checks the set-up and says the cures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from scenescore import __version__
from scenescore.worker.answers import Examined, FindingSaid
from scenescore.worker.orders import DoctorOrder
from scenescore.worker.protocol import Failed
from scenescore_ui.controller import Session
from scenescore_ui.controller.engine import words_of
from scenescore_ui.pages.setup.own import own_findings
from scenescore_ui.pages.sheet import Sheet, cleared, label
from scenescore_ui.strings import Strings
from scenescore_ui.texts import Texts
from scenescore_ui.timeline.palette import COLOURS

_HINT = 3
"""Entries of the column above what was found."""

_SIGNS = {"ok": ("✓", "theme"), "warn": ("!", "marker"), "fault": ("✕", "playhead")}
"""How each state is marked, and in which colour."""

STATES = tuple(_SIGNS)

_LOG_BYTES = 60_000
"""How much of the log's end is copied: what a person can send."""


class SetupPage(Sheet):
    """Looks when it is first seen, and when it is asked to."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__(texts, "page_setup", "setup_hint")
        self._session = session
        self._engine = session.engine.aside
        self._found: tuple[FindingSaid, ...] = ()
        self._trouble: Failed | None = None
        self._looking = False
        self.again, self.copy = QPushButton(), QPushButton()
        texts.put(self.again.setText, "setup_again")
        texts.put(self.copy.setText, "setup_copy")
        self.again.clicked.connect(self.look)
        self.copy.clicked.connect(self.copy_log)
        buttons = QHBoxLayout()
        buttons.addWidget(self.again)
        buttons.addWidget(self.copy)
        buttons.addStretch()
        self.column.addLayout(buttons)
        self.summary = label(strong=True)
        self.column.addWidget(self.summary)

    def look(self) -> None:
        """Check everything again."""
        if not self._looking:
            self._looking = True
            self._trouble = None
            self._engine.ask(DoctorOrder(), self._examined, self._failed)
            self.refresh()

    def findings(self, say: Strings | None = None) -> tuple[FindingSaid, ...]:
        """What was found, the worst first, in the user's language or another."""
        say = say or self.texts.strings
        if not self._found:
            return ()
        told = [_said(each, say) for each in self._found]
        told += own_findings(self._session.path, say)
        return tuple(sorted(told, key=lambda each: STATES.index(state_of(each)), reverse=True))

    def copy_log(self) -> None:
        """What was found and the end of the log, to be pasted into a report."""
        QGuiApplication.clipboard().setText(self.log_text())
        self.copy.setText(self.texts.strings("setup_copied"))

    def log_text(self) -> str:
        """As it is copied: in English, for those who read reports."""
        path = Path(self._engine.log) if self._engine.log else None
        told = [f"{state_of(f):<6}{f.what}: {f.found}" for f in self.findings(Strings("en"))]
        return "\n".join([f"SceneScore {__version__}", str(path or ""), *told, "", end_of(path)])

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if not self._found:
            self.look()

    def _examined(self, result: Examined) -> None:
        self._looking, self._found = False, result.findings
        self.refresh()

    def _failed(self, failure: Failed) -> None:
        self._looking, self._trouble = False, failure
        self.refresh()

    def fill(self) -> None:
        say, found = self.texts.strings, self.findings()
        self.again.setEnabled(not self._looking)
        self.copy.setText(say("setup_copy"))
        cleared(self.column, _HINT)
        states = [state_of(each) for each in found]
        if self._looking:
            self.summary.setText(say("setup_looking"))
        elif self._trouble:
            self.summary.setText("\n".join(words_of(self._trouble, say)))
        else:
            count = len(states) - states.count("ok")
            self.summary.setText(say("setup_some", count=count) if count else say("setup_well"))
        for each in found:
            self.column.addWidget(_Row(each, say(f"setup_{state_of(each)}")))
        self.column.addStretch()


def _said(finding: FindingSaid, say: Strings) -> FindingSaid:
    sentences = {name: say.sentence(getattr(finding, name)) for name in ("what", "found", "cure")}
    return finding.model_copy(update=sentences)


def state_of(finding: FindingSaid) -> str:
    """One of ok, warn, fault."""
    return "fault" if not finding.well else "warn" if finding.doubtful else "ok"


def end_of(path: Path | None) -> str:
    """The last lines of a log; nothing where there is none."""
    if path is None or not path.is_file():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _LOG_BYTES))
        return file.read().decode("utf-8", "replace")


class _Row(QWidget):
    """A finding: its mark, what it is, what was found, and the cure where it needs one."""

    def __init__(self, finding: FindingSaid, state: str) -> None:
        super().__init__()
        self.setAccessibleName(f"{finding.what}: {state}")
        sign, name = _SIGNS[state_of(finding)]
        mark = QLabel(sign)
        mark.setToolTip(state)
        mark.setAccessibleName(state)
        palette = mark.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(COLOURS[name]))
        mark.setPalette(palette)
        mark.setFixedWidth(mark.fontMetrics().horizontalAdvance("✕") + 4)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(finding.what, strong=True))
        words.addWidget(label(finding.found, quiet=True))
        if state_of(finding) != "ok":
            words.addWidget(label(finding.cure))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(words, 1)
