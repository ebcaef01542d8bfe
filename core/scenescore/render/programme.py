"""The finished programme: the edit's sound with the lanes in it, measured or brought to a target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
from scenescore.model import Edit, Heard, Loudness, LoudnessTrack, Recording
from scenescore.render.balance import SpeechOverMusic, speech_over_music
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


@dataclass(frozen=True, slots=True)
class Programme:
    """Measured figures of the edit's sound with the music in it."""

    loudness: Loudness
    speech_minus_music: SpeechOverMusic | None


def measure_programme(
    edit: Edit, heard: Heard, recordings: Sequence[Recording], job: Job
) -> Programme:
    """The figures of the lanes over the edit's untouched sound."""
    meter, peak = PowerMeter(SAMPLE_RATE), TruePeakMeter()
    for block in summed(edit, recordings, job):
        meter.feed(block)
        peak.feed(block)
    loudness = Loudness(integrated(meter.track()), peak.dbtp)
    return Programme(loudness, _speech_over(edit, heard, recordings))


def programme(
    edit: Edit,
    heard: Heard,
    recordings: Sequence[Recording],
    preset: LoudnessPreset,
    job: Job,
) -> ProgrammeSound:
    """The finished sound at the preset's loudness and below its ceiling, read in two passes."""
    return ProgrammeSound(edit, heard, recordings, loudness_target(preset), job)


class ProgrammeSound:
    """Blocks (n, 2) float32 at 48 kHz, as many samples as the edit has; iterate once.

    The first pass measures power and peaks; from them alone the gain is found with which the sound
    is as loud as the preset wants it *after* limiting. The second pass applies gain and limiter.
    `achieved` is measured on what was given out, and complete after the last block.
    """

    def __init__(
        self,
        edit: Edit,
        heard: Heard,
        recordings: Sequence[Recording],
        target: LoudnessTarget,
        job: Job,
    ) -> None:
        self._edit, self._heard, self._recordings = edit, heard, recordings
        self._target, self._job = target, job
        self._meter, self._peak = PowerMeter(SAMPLE_RATE), TruePeakMeter()

    @property
    def achieved(self) -> Programme:
        """Loudness as the preset gates it, true peak, and speech over music."""
        loudness = Loudness(self._loudness(self._meter.track()), self._peak.dbtp)
        return Programme(loudness, _speech_over(self._edit, self._heard, self._recordings))

    def __iter__(self) -> Iterator[Sound]:
        factor = np.float32(10 ** (self._gain_db() / 20))
        limiter = Limiter(self._ceiling)
        for block in summed(self._edit, self._recordings, self._job):
            yield self._measured(limiter.feed(block * factor))
        yield self._measured(limiter.flush())

    def _measured(self, block: Sound) -> Sound:
        self._meter.feed(block)
        self._peak.feed(block)
        return block

    @property
    def _ceiling(self) -> float:
        target = self._target
        return float(10 ** ((target.true_peak_dbtp - target.codec_margin_db) / 20))

    def _gain_db(self) -> float:
        """The first pass: the gain that meets the target once the limiter has had its share."""
        meter, peaks = PowerMeter(SAMPLE_RATE), []
        for block in summed(self._edit, self._recordings, self._job):
            meter.feed(block)
            peaks.append(_step_peaks(block))
        track, steps = meter.track(), np.concatenate(peaks) if peaks else np.zeros(1)
        power = np.asarray(track.power)
        gain = 0.0
        for _ in range(_ROUNDS):
            factor = 10 ** (gain / 20)
            limited = limited_power(
                power * factor**2, steps * factor * _BETWEEN_SAMPLES, self._ceiling, _STEPS_PER_HOP
            )
            loudness = self._loudness(replace(track, power=tuple(limited.tolist())))
            if loudness <= _SILENT_LUFS:
                return 0.0
            gain = min(gain + self._wanted_lufs - loudness, _MOST_GAIN_DB)
        return gain

    @property
    def _by_dialogue(self) -> bool:
        """Whether there is enough speech to measure the programme by it."""
        spoken = sum(float(s.duration) for s in merge_spans([s.span for s in self._heard.speech]))
        share = spoken / max(float(self._edit.duration), 1e-9)
        return self._target.gate == "dialogue" and share >= self._target.fallback_share

    @property
    def _wanted_lufs(self) -> float:
        by_programme = self._target.gate == "dialogue" and not self._by_dialogue
        return self._target.fallback_lufs if by_programme else self._target.programme_lufs

    def _loudness(self, track: LoudnessTrack) -> float:
        if self._by_dialogue:
            return integrated_over(track, [line.span for line in self._heard.speech])
        return integrated(track)


def summed(edit: Edit, recordings: Sequence[Recording], job: Job) -> Iterator[Sound]:
    """The edit's sound with every lane at its place, in blocks of a second; nothing levelled."""
    begin = 0
    for block in mix_sound(edit, sample_rate=SAMPLE_RATE, block=_BLOCK, job=job):
        total = np.array(block, np.float32)
        for recording in recordings:
            _add(total, begin, recording, edit)
        yield total
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


def _step_peaks(block: Sound) -> NDArray[np.float64]:
    padded = np.pad(np.abs(block).max(axis=1), (0, -len(block) % STEP))
    return np.asarray(padded.reshape(-1, STEP).max(axis=1), np.float64)


def _speech_over(
    edit: Edit, heard: Heard, recordings: Sequence[Recording]
) -> SpeechOverMusic | None:
    lanes = [
        (LaneSpan(edit.rate, r.lane_start_frame, r.lane_end_frame), r.power) for r in recordings
    ]
    return speech_over_music(edit, heard, lanes)
