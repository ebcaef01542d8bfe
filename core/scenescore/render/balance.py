"""How loud music lies against the edit's sound: base gains, the yielding gain, and what came of it.

All of it is arithmetic on K-weighted power ten times a second; no sound is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from scenescore.media import integrated, integrated_over, lufs, power_of
from scenescore.model import Edit, GainCurve, Heard, LoudnessTrack
from scenescore.render.lane import LaneSpan
from scenescore.render.presets import LoudnessTarget
from scenescore.render.raw import RawCue
from scenescore.render.yielding import HOP_S, margins, scene_of, yielding_gain
from scenescore.timebase import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Track = NDArray[np.float64]

_OPEN_LU = 7.0
"""Music in the gaps lies this far under speech (6 to 8 with the mood's arousal)."""

_PEAK_DBFS = -3.5
"""Sample peak that no lane exceeds: leaves 1.5 dB for what lies between samples, to -2 dBTP."""

_DIALOGUE_RANGE = (-45.0, -10.0)
"""Speech outside this is a fault of the recording, not a level to follow."""

_REPLACES = 0.5
"""Share of a cue with other music under it from which it is as loud as that was."""

_ENOUGH_HOPS = 30
_BAR_LU = 10.0
_SPEECH_S = 1.0


@dataclass(frozen=True, slots=True)
class SpeechMargin:
    """Speech over music in LU, over the 3 s windows with at least 1 s of speech and any music.

    Music that replaces other music counts only while somebody speaks.
    """

    median: float
    p5: float
    windows_under_10: int
    windows: int = 0
    lowest: float = 0.0


@dataclass(frozen=True, slots=True)
class LaneGain:
    """A cue's constant gain in dB, and the curve that yields to dialogue on top of it."""

    base_db: float
    duck: GainCurve


def lane_gains(
    raws: Sequence[RawCue], edit: Edit, heard: Heard, target: LoudnessTarget
) -> tuple[LaneGain, ...]:
    """The gains of all cues, solved together where their tails overlap."""
    speech = tuple(line.span for line in heard.speech)
    dialogue = dialogue_loudness(heard)
    wanted = (_wanted_loudness(raw, edit, heard, dialogue, target) for raw in raws)
    bases = [_base_gain(raw, speech, loud) for raw, loud in zip(raws, wanted, strict=True)]
    music, peaks = np.zeros(_hops(edit)), np.full(_hops(edit), 1e-9)
    for raw, base in zip(raws, bases, strict=True):
        music += on_edit(raw.power, raw.span, edit) * 10 ** (base / 10)
        peaks = np.maximum(peaks, _peaks_on_edit(raw, edit) * 10 ** (base / 20))
    reference = power_of(_DIALOGUE_RANGE[0] if dialogue is None else dialogue)
    headroom = _PEAK_DBFS - 20 * np.log10(peaks)
    kept = _heard_on(heard, edit)
    scene = scene_of(kept, music, speech, reference, headroom, _replaced(heard))
    gain = yielding_gain(scene)
    return tuple(LaneGain(base, _curve(gain, raw)) for raw, base in zip(raws, bases, strict=True))


def speech_over_music(
    edit: Edit, heard: Heard, lanes: Sequence[tuple[LaneSpan, LoudnessTrack]]
) -> SpeechMargin | None:
    """The measure on finished lanes; None where no window holds both speech and music."""
    music = np.zeros(_hops(edit))
    for span, track in lanes:
        music += on_edit(track, span, edit)
    speech = tuple(line.span for line in heard.speech)
    replaced = _replaced(heard)
    scene = scene_of(_heard_on(heard, edit), music, speech, 0.0, replaced=replaced)
    values = margins(scene, np.zeros(len(music)), _SPEECH_S)
    if not len(values):
        return None
    return SpeechMargin(
        median=float(np.median(values)),
        p5=float(np.percentile(values, 5)),
        windows_under_10=int((values < _BAR_LU).sum()),
        windows=len(values),
        lowest=float(values.min()),
    )


def _replaced(heard: Heard) -> tuple[Span, ...]:
    return tuple(each.span for each in heard.replaced)


def dialogue_loudness(heard: Heard) -> float | None:
    """Loudness in LUFS of the stretches in which somebody speaks; None without audible speech."""
    spans = [line.span for line in heard.speech]
    loudness = integrated_over(heard.loudness, spans) if spans else -np.inf
    if loudness <= -70.0:
        return None
    return min(max(loudness, _DIALOGUE_RANGE[0]), _DIALOGUE_RANGE[1])


def on_edit(track: LoudnessTrack, span: LaneSpan, edit: Edit) -> Track:
    """A lane's power on the edit's own hops; 0 outside the lane's file."""
    power = np.asarray(track.power)
    if not len(power):
        return np.zeros(_hops(edit))
    start = float(span.start_seconds)
    length = span.samples / 48_000
    edges = np.minimum(np.arange(len(power) + 1) * float(track.hop), length)
    energy = np.concatenate(([0.0], np.cumsum(power * np.diff(edges))))
    at = np.interp(np.arange(_hops(edit) + 1) * HOP_S, edges + start, energy)
    return np.asarray(np.diff(at) / HOP_S)


def _peaks_on_edit(raw: RawCue, edit: Edit) -> Track:
    """The largest sample of a lane in each hop of the edit and in its neighbours."""
    peaks = np.pad(np.asarray(raw.power.peak), 1)
    nearby = np.lib.stride_tricks.sliding_window_view(np.pad(peaks, 1), 3).max(axis=1)
    at = np.arange(_hops(edit)) - round(float(raw.span.start_seconds) / HOP_S) + 1
    inside = (at >= 0) & (at < len(nearby))
    return np.where(inside, nearby[np.clip(at, 0, len(nearby) - 1)], 0.0)


def _wanted_loudness(
    raw: RawCue, edit: Edit, heard: Heard, dialogue: float | None, target: LoudnessTarget
) -> float:
    """Where a cue lies while nobody speaks, in LUFS: under the dialogue, or by itself.

    One that replaces music is as loud as that was, for so the scene was mixed.
    """
    cue = Span.of_frames(raw.cue.in_frame, raw.cue.out_frame, edit.rate)
    before = [(each.loudness_lufs, float(each.span.overlap(cue))) for each in heard.replaced]
    seconds = sum(length for _, length in before)
    if seconds >= _REPLACES * float(cue.duration):
        return lufs(sum(power_of(loud) * length for loud, length in before) / seconds)
    if dialogue is None:
        return target.music_lufs
    return dialogue - _OPEN_LU + raw.cue.mood.arousal


def _base_gain(raw: RawCue, speech: tuple[Span, ...], wanted: float) -> float:
    """Brings the cue, where nobody speaks, to the loudness that is wanted; peaks permitting."""
    gain = wanted - _open_loudness(raw, speech)
    peak = max(raw.power.peak, default=0.0)
    if peak > 0:
        gain = min(gain, _PEAK_DBFS - 20 * float(np.log10(peak)))
    return gain


def _open_loudness(raw: RawCue, speech: tuple[Span, ...]) -> float:
    """Integrated loudness of the cue outside speech; of all of it where that is too little."""
    start, hop = raw.span.start_seconds, raw.power.hop
    here = Span(start, start + len(raw.power.power) * hop)
    speech = tuple(span for span in speech if span.overlaps(here))  # of a long edit, few
    middles = (float(start + (i + Fraction(1, 2)) * hop) for i in range(len(raw.power.power)))
    spoken = [any(span.start <= moment < span.end for span in speech) for moment in middles]
    free = tuple(p for p, s in zip(raw.power.power, spoken, strict=True) if not s and p > 0)
    whole = integrated(raw.power)
    if len(free) < _ENOUGH_HOPS:
        return whole
    loudness = integrated(LoudnessTrack(hop, free))
    return loudness if loudness > lufs(0.0) else whole


def _curve(gain: Track, raw: RawCue) -> GainCurve:
    """The part of the edit's gain that lies on a lane's file, in seconds of the file."""
    start = float(raw.span.start_seconds)
    end = start + raw.samples / 48_000
    moments = (np.arange(len(gain)) + 0.5) * HOP_S
    inside = moments[(moments > start) & (moments < end)]
    at = np.concatenate(([start], inside, [end]))
    values = np.interp(at, moments, gain)
    corners = _corners(values, at)
    points = np.stack((at - start, values), axis=1)[corners]
    return GainCurve(tuple((round(a, 6), round(b, 4)) for a, b in points.tolist()))


def _corners(values: Track, at: Track) -> list[int]:
    """Indices of the points that a straight line through their neighbours would miss."""
    slopes = np.diff(values) / np.diff(at)
    turning = np.flatnonzero(np.abs(np.diff(slopes)) > 1e-4) + 1
    return [0, *(int(i) for i in turning), len(values) - 1]


def _heard_on(heard: Heard, edit: Edit) -> Track:
    """The edit's own power, as many hops as the edit has."""
    power = np.asarray(heard.loudness.power, np.float64)
    hops = _hops(edit)
    return np.pad(power[:hops], (0, max(hops - len(power), 0)))


def _hops(edit: Edit) -> int:
    return max(int(np.ceil(float(edit.duration) / HOP_S)), 1)
