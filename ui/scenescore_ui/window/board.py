"""Between session and timeline: what is known is shown, what the hand does becomes an edit."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from scenescore.strokes import AXES, Axis, Stroke, drawn
from scenescore.timebase import to_frames, to_seconds
from scenescore_ui.controller import Session
from scenescore_ui.controller.resting import resting
from scenescore_ui.texts import Texts
from scenescore_ui.timeline import (
    MarkerFlag,
    MoodLines,
    Timeline,
    TimelineData,
    View,
    bent,
    timeline_data,
)
from scenescore_ui.timeline.data import MoodBand
from scenescore_ui.window.outlines import Outlines
from scenescore_ui.window.score import Heard, Known, lanes_of
from scenescore_ui.work.changes import JOIN, NO_MUSIC, SCENE
from scenescore_ui.work.model import CueWork, Selection
from scenescore_ui.work.model import View as Looked
from scenescore_ui.work.report import Report
from scenescore_ui.work.saving import WorkUnreadable

log = logging.getLogger(__name__)

_ORDERS = {NO_MUSIC: "flag_no_music", JOIN: "flag_join", SCENE: "flag_scene"}
"""What the panel orders by markers, in the words of markers."""

_SHOW_AFTER_MS = 15
"""Changes that come together are shown as one: takes of a whole film come in a burst."""


class Board(QObject):
    """Keeps `timeline` showing the session; `shown` tells that it shows something else."""

    shown = Signal()

    def __init__(self, session: Session, timeline: Timeline, texts: Texts) -> None:
        super().__init__(timeline)
        self._session, self.timeline, self._texts = session, timeline, texts
        self.outlines = Outlines(session, timeline)
        self._found: TimelineData | None = None
        self._flags: tuple[MarkerFlag, ...] = ()
        self._takes: dict[str, str] = {}
        self._blocks: Known = {}
        self._showing = resting(self, _SHOW_AFTER_MS, self.show_work)
        session.opened.connect(self._open)
        session.analysed.connect(self.show_findings)
        session.work_changed.connect(self._show_soon)
        session.take_made.connect(self._show_soon)
        session.view_changed.connect(self._follow)
        texts.after(self._translate)
        self._listen()

    # --- from the session to the timeline -----------------------------------------------------

    def _open(self) -> None:
        self._showing.stop()
        self.outlines.clear()
        self._takes.clear()
        self._blocks.clear()
        self.timeline.show_data(None)
        self.show_findings()

    def _translate(self) -> None:
        self.timeline.speak(self._texts.strings)
        self.show_findings()

    def show_findings(self) -> None:
        """Show what was found in the edit, and the work on it."""
        report, findings = self._session.report, self._session.findings
        if report is None or findings is None:
            self._found = None
            return
        before = self._session.view if self.timeline.data is None else None
        self._flags = self._markers(report)
        self._found = timeline_data(
            report,
            language=self._texts.strings.language,
            pictures=findings.files.stills,
        )
        self.outlines.show_edit()
        self.show_work()
        if before:
            self._restore(before)

    def show_work(self) -> None:
        """Show the work: the score, the curve as it was bent, what was ordered."""
        self._showing.stop()
        report = self._session.report
        if self._found is None or report is None:
            return
        if self.timeline.drag:  # what the hand holds stays as it is
            self._showing.start()
            return
        work = self._session.work
        cues = [self._heard(each) for each in work.cues]
        for each in cues:
            name = each.take.take if each.take else ""
            if self._takes.get(each.cue.uid) != name:
                self._takes[each.cue.uid] = name
                self.outlines.forget(each.cue.uid)
        moods = tuple(MoodBand(m.start_frame, m.end_frame, m.emotion) for m in work.feeling.moods)
        shown = replace(
            self._found,
            mood=self._mood(report, self._found.mood),
            moods=moods,
            markers=self._flags,
            lanes=lanes_of(cues, report.edit.fps, self._blocks),
        )
        if shown != self.timeline.data:
            before = self.timeline.data
            self.timeline.show_data(shown)
            new = (each.uid for each in work.cues if before and not before.cue(each.uid))
            if uid := next(new, ""):  # it lies below the curves, often out of sight
                self.timeline.bring_up(uid)
            if self.timeline.cue:  # its edges may have moved, or it is gone
                self._select()
            self.shown.emit()

    def _show_soon(self) -> None:
        self._showing.start()

    def _heard(self, one: CueWork) -> Heard:
        take = self._session.take(one)
        return Heard(one, take or self._session.heard(one.uid), pending=take is None)

    def _mood(self, report: Report, found: MoodLines) -> MoodLines:
        strokes = self._session.work.feeling.strokes
        if not strokes:
            return found
        times = report.mood.times
        axes = (tuple(drawn(times, found.values(axis), axis, strokes)) for axis in AXES)
        return MoodLines(found.frames, *axes)

    def _markers(self, report: Report) -> tuple[MarkerFlag, ...]:
        findings, rate = self._session.findings, report.edit.fps
        try:
            found = findings.markers() if findings else ()
        except WorkUnreadable as error:
            log.warning("no markers: %s", error)
            return ()
        flags = (
            MarkerFlag(
                to_frames(each.span.start, rate),
                to_frames(each.span.end, rate),
                self._words_on(each.text),
            )
            for each in found
        )
        return tuple(sorted(flags, key=lambda flag: flag.start))

    def _words_on(self, text: str) -> str:
        """A flag's words; orders that the panel itself gave are said in the editor's language."""
        key = _ORDERS.get(text)
        return self._texts.strings(key) if key else " · ".join(text.split("\n"))

    def _restore(self, view: Looked) -> None:
        """Look where the editor looked when the edit was open last."""
        timeline = self.timeline
        if view.visible and timeline.data and view.visible[1] > view.visible[0]:
            left, right = view.visible
            width = timeline.view.width
            near = View(timeline.data.duration, width, left, (right - left) / max(1, width))
            timeline.show_view(near.scrolled(0))
        timeline.show_playhead(view.playhead)
        self._follow()

    def _follow(self) -> None:
        """The selection and the playhead, where somebody else moved them."""
        view, timeline = self._session.view, self.timeline
        if timeline.data is None:
            return
        if view.playhead != timeline.playhead:
            timeline.show_playhead(view.playhead)
        chosen = view.selection
        if chosen is None or chosen == self._chosen():
            return
        if chosen.cue:
            timeline.select_cue(chosen.cue)
        elif chosen.scene is not None:
            timeline.select_scenes(frozenset({chosen.scene}))
        else:
            timeline.select_range(chosen.start_frame, chosen.end_frame)

    # --- from the timeline to the session -----------------------------------------------------

    def _listen(self) -> None:
        timeline = self.timeline
        timeline.playhead_moved.connect(self._session.move_playhead)
        timeline.view_shown.connect(self._look)
        for signal in (
            timeline.scenes_selected,
            timeline.range_selected,
            timeline.cue_selected,
            timeline.selection_cleared,
        ):
            signal.connect(self._select)
        timeline.curve_dragged.connect(self._bend)
        timeline.hit_dragged.connect(self._move_hit)
        timeline.hit_asked.connect(self._session.edits.add_hit)
        timeline.cue_edge_dragged.connect(self._move_edge)

    def _look(self, first: float, last: float) -> None:
        if self.timeline.data:
            self._session.show_range(first, last)

    def _select(self) -> None:
        self._session.select(self._chosen())

    def _chosen(self) -> Selection | None:
        """What is chosen on the timeline; several scenes are the range that they fill."""
        timeline, data = self.timeline, self.timeline.data
        if data is None:
            return None
        if cue := data.cue(timeline.cue):
            return Selection(cue.start, cue.end, cue.scene, cue.uid)
        if timeline.range:
            return Selection(*timeline.range)
        scenes = [scene for scene in data.scenes if scene.id in timeline.scenes]
        if not scenes:
            return None
        number = scenes[0].id if len(scenes) == 1 else None
        return Selection(scenes[0].start, scenes[-1].end, number)

    def _bend(self, axis: Axis, points: Iterable[tuple[int, float]], reach: int) -> None:
        """A curve drawn by hand: exactly what the timeline showed while it was drawn."""
        report, data = self._session.report, self.timeline.data
        drawn_on = dict(points)
        if report is None or data is None or not drawn_on:
            return
        rate, mood = report.edit.fps, data.mood
        values = bent(mood.frames, mood.values(axis), tuple(drawn_on.items()), reach)
        first, last = min(drawn_on) - reach, max(drawn_on) + reach
        curve = {
            seconds: value
            for seconds, frame, value in zip(report.mood.times, mood.frames, values, strict=True)
            if first < frame < last
        }
        curve |= {float(to_seconds(frame, rate)): value for frame, value in drawn_on.items()}
        self._session.edits.bend(Stroke(axis, tuple(sorted(curve.items()))))

    def _move_hit(self, uid: str, number: int, frame: int) -> None:
        cue = self.timeline.data.cue(uid) if self.timeline.data else None
        if cue is None or not 0 <= number < len(cue.hits):
            return
        hit = cue.hits[number]
        if hit.kind == "entry":
            self._session.edits.move_edges(uid, frame, cue.end)
        else:
            self._session.edits.move_hit(uid, hit.frame, frame)

    def _move_edge(self, uid: str, edge: str, frame: int) -> None:
        one = self._session.work.cue_work(uid)
        if one:
            recipe = one.recipe
            edges = (frame, recipe.out_frame) if edge == "in" else (recipe.in_frame, frame)
            self._session.edits.move_edges(uid, *edges)
