"""Waveforms of takes and their stems, read beside the window's thread when they are first seen."""

from __future__ import annotations

import logging
from fractions import Fraction
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

from scenescore.timebase import SAMPLE_RATE, Rate
from scenescore_ui.controller import Session
from scenescore_ui.timeline import EDIT, Peaks, Timeline, peaks_of
from scenescore_ui.work.saving import WorkUnreadable

log = logging.getLogger(__name__)

_BLOCK = SAMPLE_RATE
_HANDLE = SAMPLE_RATE
"""A take's file begins a second before its lane."""


class Outlines(QObject):
    """Gives the timeline the waveforms that it lacks, of the takes that sound now."""

    _read = Signal(str, str, object)
    """Key, the file that it is of, and its `Peaks` or None."""

    def __init__(self, session: Session, timeline: Timeline) -> None:
        super().__init__(timeline)
        self._session, self._timeline = session, timeline
        self._files: dict[str, str] = {}
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._read.connect(self._show, Qt.ConnectionType.QueuedConnection)
        timeline.outline_wanted.connect(self._want)

    def show_edit(self) -> None:
        """The waveform of the edit's own sound, as it was found."""
        findings, report = self._session.findings, self._session.report
        if findings is None or report is None:
            return
        try:
            high = np.frombuffer(findings.waveform(), np.float32)
        except WorkUnreadable as error:
            log.warning("no waveform: %s", error)
            return
        pace = Fraction(findings.files.waveform_hz).limit_denominator(1000) / report.edit.fps.fps
        self._timeline.show_peaks(EDIT, Peaks(-high, high, per_frame=pace))

    def forget(self, cue: str) -> None:
        """A cue has another take: its waveforms are wanted anew when they are seen."""
        for key in [each for each in self._files if each.partition("/")[0] == cue]:
            del self._files[key]
            self._timeline.show_peaks(key, None)

    def clear(self) -> None:
        """Another edit is open, or none."""
        self.pause()
        for key in [EDIT, *self._files]:
            self._timeline.show_peaks(key, None)
        self._files.clear()

    def pause(self) -> None:
        """Stop reading, so that nothing runs when the window is gone."""
        self._pool.clear()
        self._pool.waitForDone()

    def _want(self, key: str) -> None:
        uid, _, stem = key.partition("/")
        take, report = self._session.heard(uid), self._session.report
        path = self._session.sound(take, stem or None) if take else None
        if take is None or report is None or path is None or self._files.get(key) == str(path):
            return
        self._files[key] = str(path)
        start, rate = take.level.lane_start_frame, report.edit.fps
        self._pool.start(lambda: self._read.emit(key, str(path), outline_of(path, rate, start)))

    def _show(self, key: str, file: str, peaks: Peaks | None) -> None:
        if peaks and self._files.get(key) == file:
            self._timeline.show_peaks(key, peaks)


def outline_of(path: Path, rate: Rate, start: int) -> Peaks | None:
    """The outline of a take's file whose lane begins at `start`; None for one that is gone."""
    import soundfile

    try:
        with soundfile.SoundFile(path) as file:
            blocks = file.blocks(_BLOCK, dtype="float32", always_2d=True)
            return peaks_of(blocks, rate, start=start, skip=_HANDLE)
    except (OSError, soundfile.SoundFileError) as error:
        log.info("no outline of %s: %s", path, error)
        return None
