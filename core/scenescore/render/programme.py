"""The finished programme: the edit's sound with the lanes in it, measured or levelled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scenescore.job import Job
from scenescore.media import (
    PowerMeter,
    TruePeakMeter,
    integrated,
    integrated_over,
    mix_sound,
    read_wav_blocks,
)
from scenescore.model import Edit, Heard, LoudnessTrack, Recording, Remark
from scenescore.render.balance import SpeechMargin, speech_over_music
from scenescore.render.in_the_mix import HitsInTheMix
from scenescore.render.lane import HANDLE, LaneSpan
from scenescore.render.limiter import STEP, Limiter, limited_power
from scenescore.render.presets import LoudnessTarget, loudness_target
from scenescore.settings import LoudnessPreset
from scenescore.timebase import SAMPLE_RATE, frames_to_samples, merge_spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]  # (samples, 2)

_BLOCK = SAMPLE_RATE
_STEPS_PER_HOP = SAMPLE_RATE // 10 // STEP
_BETWEEN_SAMPLES = 1.06
"""What true peaks of film sound usually have over sample peaks: 0.5 dB."""

_ROUNDS = 5
_MOST_GAIN_DB = 30.0
_SILENT_LUFS = -70.0

_OVER_DB = 0.05
"""Under this, what is over full scale would be told as +0.0."""

_ROOM_DB = 1.0
"""What is left under full scale when the mix is turned down as told: EBU R 128's ceiling."""


@dataclass(frozen=True, slots=True)
class Programme:
    """The edit's sound with the music in it; `speech_minus_music` is None without speech."""

    integrated_lufs: float
    true_peak_dbtp: float
    speech_minus_music: SpeechMargin | None = None


def programme(
    edit: Edit,
    heard: Heard,
    recordings: Sequence[Recording],
    preset: LoudnessPreset,
    job: Job,
) -> ProgrammeSound:
    """Measure the edit's sound with its lanes, and make it ready to be brought to the preset."""
    return ProgrammeSound(edit, heard, recordings, loudness_target(preset), job)


class ProgrammeSound:
    """The finished programme, read from disk in two passes.

    The first pass, made here, measures power and peaks: `figures` are those of the lanes over the
    untouched sound, and `recordings` know which of their hits stand out of it. From the same
    numbers follows the gain with which the programme is as loud as the preset wants it *after*
    limiting. The second pass, `blocks`, applies gain and limiter, and `delivered` is measured on
    what it gave out.
    """

    def __init__(
        self,
        edit: Edit,
        heard: Heard,
        recordings: Sequence[Recording],
        target: LoudnessTarget,
        job: Job,
    ) -> None:
        self._edit, self._target = edit, target
        self._speech = tuple(line.span for line in heard.speech)
        self._margin = _margin_of(edit, heard, recordings)
        measures = _Measures(recordings, edit)
        for alone, total in _laid(edit, recordings, job):
            measures.feed(alone, total)
        self._track, self._peaks = measures.power.track(), np.concatenate(measures.steps)
        self._alone_dbtp = measures.alone.dbtp
        self.recordings = measures.hits.told()
        self.figures = Programme(self._loudness(self._track), measures.together.dbtp, self._margin)
        self._delivered: Programme | None = None

    def blocks(self, job: Job | None = None) -> Iterator[Sound]:
        """The programme (n, 2) float32 at 48 kHz, as many samples as the edit has."""
        meter, peak = PowerMeter(SAMPLE_RATE), TruePeakMeter()
        for block in self._limited(job or Job()):
            meter.feed(block)
            peak.feed(block)
            yield block
        self._delivered = Programme(self._loudness(meter.track()), peak.dbtp, self._margin)

    @property
    def delivered(self) -> Programme:
        """What `blocks` measured, once all of it was taken; until then what was measured before."""
        return self._delivered or self.figures

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """That edit and lanes together go over full scale, where the lanes have a part in it."""
        peak, alone = self.figures.true_peak_dbtp, self._alone_dbtp
        if peak < _OVER_DB or peak < alone + _OVER_DB:
            return ()
        return (
            Remark(
                "over-full-scale",
                f"The edit's sound and the music together reach {peak:+.1f} dBTP, over full scale; "
                f"the edit alone reaches {alone:+.1f}.",
                f"Turn the whole mix down by {ceil(peak + _ROOM_DB)} dB, or put a limiter on it: "
                "the lanes stay as they are, and --film is limited already.",
            ),
        )

    def _limited(self, job: Job) -> Iterator[Sound]:
        factor = np.float32(10 ** (self._gain_db() / 20))
        limiter = Limiter(self._ceiling)
        for _, block in _laid(self._edit, self.recordings, job):
            yield limiter.feed(block * factor)
        yield limiter.flush()

    @property
    def _ceiling(self) -> float:
        target = self._target
        return float(10 ** ((target.true_peak_dbtp - target.codec_margin_db) / 20))

    def _gain_db(self) -> float:
        """The gain that meets the target once the limiter has had its share."""
        power = np.asarray(self._track.power)
        peaks = self._peaks.astype(np.float64) * _BETWEEN_SAMPLES
        gain = 0.0
        for _ in range(_ROUNDS):
            factor = 10 ** (gain / 20)
            limited = limited_power(
                power * factor**2, peaks * factor, self._ceiling, _STEPS_PER_HOP
            )
            loudness = self._loudness(replace(self._track, power=tuple(limited.tolist())))
            if loudness <= _SILENT_LUFS:
                return 0.0
            gain = min(gain + self._wanted_lufs - loudness, _MOST_GAIN_DB)
        return gain

    @property
    def _by_dialogue(self) -> bool:
        """Whether there is enough speech to measure the programme by it."""
        spoken = sum(float(span.duration) for span in merge_spans(self._speech))
        share = spoken / max(float(self._edit.duration), 1e-9)
        return self._target.gate == "dialogue" and share >= self._target.fallback_share

    @property
    def _wanted_lufs(self) -> float:
        by_programme = self._target.gate == "dialogue" and not self._by_dialogue
        return self._target.fallback_lufs if by_programme else self._target.programme_lufs

    def _loudness(self, track: LoudnessTrack) -> float:
        """Loudness as the preset gates it."""
        return integrated_over(track, self._speech) if self._by_dialogue else integrated(track)


class _Measures:
    """What the first pass takes of the sum, and of the edit's sound alone."""

    def __init__(self, recordings: Sequence[Recording], edit: Edit) -> None:
        self.power = PowerMeter(SAMPLE_RATE)
        self.together, self.alone = TruePeakMeter(), TruePeakMeter()
        self.steps = [np.zeros(0, np.float32)]  # sample peak of each millisecond
        self.hits = HitsInTheMix(recordings, edit)

    def feed(self, alone: Sound, total: Sound) -> None:
        self.power.feed(total)
        self.together.feed(total)
        self.alone.feed(alone)
        self.hits.feed(alone, total)
        padded = np.pad(np.abs(total).max(axis=1), (0, -len(total) % STEP))
        self.steps.append(padded.reshape(-1, STEP).max(axis=1))


def _laid(edit: Edit, recordings: Sequence[Recording], job: Job) -> Iterator[tuple[Sound, Sound]]:
    """The edit's sound, and with every lane at its place, second by second; nothing levelled."""
    begin = 0
    for block in mix_sound(edit, sample_rate=SAMPLE_RATE, block=_BLOCK, job=job):
        total = np.array(block, np.float32)
        for recording in recordings:
            _add(total, begin, recording, edit)
        yield block, total
        begin += len(block)


def _add(total: Sound, begin: int, recording: Recording, edit: Edit) -> None:
    """Add the part of a lane that lies in this block of the edit, without its handles."""
    start = frames_to_samples(recording.lane_start_frame, edit.rate)
    end = start + recording.samples - 2 * HANDLE
    low, high = max(start, begin), min(end, begin + len(total))
    if low >= high:
        return
    position = low - begin
    path = Path(recording.mix.path)
    for piece in read_wav_blocks(path, low - start + HANDLE, high - low):
        total[position : position + len(piece)] += piece
        position += len(piece)


def _margin_of(edit: Edit, heard: Heard, recordings: Sequence[Recording]) -> SpeechMargin | None:
    lanes = [
        (LaneSpan(edit.rate, r.lane_start_frame, r.lane_end_frame), r.power) for r in recordings
    ]
    return speech_over_music(edit, heard, lanes)
