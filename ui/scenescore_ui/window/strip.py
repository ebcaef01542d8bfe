"""The strip above the timeline: what is chosen, and what is done with it most often."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from scenescore.timebase import to_seconds
from scenescore.words import scene_summary
from scenescore_ui.controller import Session
from scenescore_ui.icons import icon
from scenescore_ui.texts import Texts
from scenescore_ui.timeline import Timeline
from scenescore_ui.timeline.keyboard import ZOOM
from scenescore_ui.window.menus import Menus
from scenescore_ui.work.model import Selection
from scenescore_ui.work.report import Report

_ICON = QSize(18, 18)


class Strip(QFrame):
    """Buttons of the table's actions, and a line that says what is chosen or what to do next."""

    def __init__(self, session: Session, timeline: Timeline, menus: Menus, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._session, self._timeline, self._texts = session, timeline, texts
        self._shown: Selection | None = None
        self.line = Line()
        self.score = self._button(menus, "score_here", words=True)
        self.score.setObjectName("main")
        self.score.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.score.setMenu(menus.offers("score_with"))
        self.accept = self._button(menus, "accept", words=True)
        self.accept.setObjectName("framed")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(3)
        row.addWidget(self.score)
        for name in ("new_take", "keep_take", "show_score", "no_music"):
            row.addWidget(self._button(menus, name))
        row.addSpacing(6)
        row.addWidget(self.line, 1)
        for widget in self._zooms():
            row.addWidget(widget)
        row.addSpacing(6)
        row.addWidget(self.accept)
        for signal in (session.opened, session.analysed):
            signal.connect(self.show_chosen)
        session.view_changed.connect(self._follow)
        texts.after(self.show_chosen)

    def show_chosen(self) -> None:
        """Say what is chosen; where nothing is, what to do next."""
        report, self._shown = self._session.report, self._session.view.selection
        self.line.say(self._chosen(report) if report else "")

    def _follow(self) -> None:
        """The playhead runs many times a second; what is chosen changes seldom."""
        if self._session.view.selection != self._shown:
            self.show_chosen()

    def _button(self, menus: Menus, name: str, words: bool = False) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(menus.actions[name])
        button.setIconSize(_ICON)
        if words:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._texts.put(button.setAccessibleName, f"do_{name}")
        return button

    def _zooms(self) -> list[QWidget]:
        view = self._timeline
        ways = (
            ("zoom_out", lambda: view.nearer(1 / ZOOM)),
            ("zoom_in", lambda: view.nearer(ZOOM)),
            ("fit", view.fit_all),
        )
        found: list[QWidget] = []
        for name, do in ways:
            button = QToolButton()
            button.setIcon(icon(name))
            button.setIconSize(_ICON)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._texts.put(button.setToolTip, f"view_{name}")
            self._texts.put(button.setAccessibleName, f"view_{name}")
            button.clicked.connect(do)
            found.append(button)
        return found

    def _chosen(self, report: Report) -> str:
        say, chosen = self._texts.strings, self._session.view.selection
        if chosen is None:
            return say("next_bend") if self._session.work.cues else say("next_score")
        edit = report.edit
        start, end = edit.timecode(chosen.start_frame), edit.timecode(chosen.end_frame)
        seconds = float(to_seconds(chosen.end_frame - chosen.start_frame, edit.fps))
        length = say("seconds", seconds=f"{seconds:.1f}")
        name = self._name(chosen, report)
        return "   ".join(part for part in (name, f"{start} – {end}", length) if part)

    def _name(self, chosen: Selection, report: Report) -> str:
        say, data = self._texts.strings, self._timeline.data
        if chosen.cue and data and (cue := data.cue(chosen.cue)):
            return " · ".join(
                part for part in (cue.id, say(f"emotion_{cue.mood}"), say.music(cue.key)) if part
            )
        scene = report.scene(chosen.scene) if chosen.scene is not None else None
        if scene is None:
            return say("timeline_range")
        words = scene_summary(scene.summary, say.language)
        return f"{say('scene', number=scene.id)} · {words}"


class Line(QLabel):
    """One line that is cut with … where there is no room, and then told in full by its tip."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("quiet")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._full = ""

    def say(self, text: str) -> None:
        self._full = text
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self._full, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        self.setToolTip(self._full if shown != self._full else "")
