"""The gain with which music yields to dialogue, solved on K-weighted power, ten values a second.

Two demands are met exactly, by construction:

- In every window of three seconds that holds speech, the edit's sound lies above the music by at
  least `FLOOR_LU`; where somebody speaks most of the time, by a target that is chosen so that the
  median over all windows is `MEDIAN_LU` (EBU and BBC practice, Torcoli et al. 2019: 10 LU at least,
  some 4 LU more for listeners who are no experts).
- The gain moves at most 20 dB/s down before speech, 10 dB/s up after it, and 3 dB/s while somebody
  speaks or only pauses; it closes and opens slowly instead of pumping.

Music that is written in place of other music is as loud as that was, often louder than speech, and
the edit's sound is silent beside the lines that were taken out of the old music. There music counts
only while somebody speaks, or every line would hold it down for the rest of a window; and it opens
by 20 dB/s, since it has farther to go.

A gain curve may always be lowered without breaking a window, and the slopes are kept by taking the
lower envelope; so one pass of each suffices, without a search that might not converge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scenescore.timebase import Span, merge_spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Track = NDArray[np.float64]  # one value a hop

HOP_S = 0.1
WINDOW = 30
"""Hops in a window: three seconds, as short-term loudness is measured."""

FLOOR_LU = 11.2
"""The bar is 10 LU; the rest is for listeners who hear speech begin a little elsewhere."""

MEDIAN_LU = 16.5
SPEECH_S = 0.8
"""A window counts from this much speech on (the bar: 1 s)."""

_MOSTLY_S = 1.3
_HOLD_S = 1.75
"""Pauses up to this long are held through."""

_FALL, _RISE, _INSIDE = 20.0 * HOP_S, 10.0 * HOP_S, 3.0 * HOP_S
_RISE_FREE = 20.0 * HOP_S

_MOST_LIFT_DB = 10.0
_LIFTED_LU = 14.0
"""Where music is composed thin, the tightest window is brought to this: 10 LU and the 4 more that
listeners who are no experts ask for (Torcoli et al. 2019)."""

_ROUNDS = 22
"""Halvings of 140 dB: to 0.00003 dB."""

_NEAR = 2
"""Hops on either side over which the level of a passage is taken."""

_ABSOLUTE_GATE = 10 ** ((-70 + 0.691) / 10)
"""Dialogue below this is not there to be heard (BS.1770), only its captions are."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the solver looks at, on one grid of hops: power of the edit's sound and of the music.

    `music` is what counts against speech; `speech` is seconds of speech in each hop; `held` marks
    speech and the short pauses in it; `free` marks where other music was taken out; `reference` is
    the power that unheard dialogue is taken to have; `headroom` is how many dB the music may be
    lifted at most.
    """

    dialogue: Track
    music: Track
    speech: Track
    held: NDArray[np.bool_]
    reference: float
    headroom: Track
    free: NDArray[np.bool_]


def scene_of(
    dialogue: Track,
    music: Track,
    speech: tuple[Span, ...],
    reference: float,
    headroom: Track | None = None,
    replaced: tuple[Span, ...] = (),
) -> Scene:
    """Lay spans on the grid of equally long tracks: of speech, and of music that was taken out."""
    hops = len(music)
    spoken = _seconds_in_hops(merge_spans(speech), hops)
    free = _seconds_in_hops(merge_spans(replaced), hops) > 0
    return Scene(
        dialogue=dialogue,
        music=np.where(free & (spoken == 0), 0.0, music),
        speech=spoken,
        held=_seconds_in_hops(merge_spans(speech, _HOLD_S), hops) > 0,
        reference=reference,
        headroom=np.zeros(hops) if headroom is None else headroom,
        free=free,
    )


def yielding_gain(scene: Scene) -> Track:
    """Gain in dB at the middle of every hop: 0 where nobody speaks, usually less where one does."""
    low, high = FLOOR_LU, MEDIAN_LU + 6.0
    gain = _gain_for(scene, low)
    if not scene.held.any() or _median(scene, gain) >= MEDIAN_LU:
        return gain
    for _ in range(8):  # to 0.05 LU
        target = (low + high) / 2
        gain = _gain_for(scene, target)
        low, high = (target, high) if _median(scene, gain) < MEDIAN_LU else (low, target)
    return gain


def margins(scene: Scene, gain: Track, speech_s: float = SPEECH_S) -> Track:
    """Speech over music in LU for each window that holds speech and music."""
    counted = _sums(scene.speech) >= speech_s - 1e-9
    dialogue, music = _dialogue_sums(scene), _sums(scene.music * _power(gain))
    counted &= music > 0
    return np.asarray(10 * np.log10(dialogue[counted] / music[counted]))


def _gain_for(scene: Scene, target: float) -> Track:
    gain = _enveloped(scene, np.minimum(_lift(scene), _under_lines(scene)))
    return _enveloped(scene, np.minimum(gain, _caps(scene, gain, target)))


def _lift(scene: Scene) -> Track:
    """Music composed so thin that it would be lost under speech comes up a little."""
    margin = _ratio(_dialogue_sums(scene), _sums(scene.music))
    spoken = _sums(scene.speech) >= _MOSTLY_S
    over = -_spread_max(np.where(spoken, _LIFTED_LU - margin, -np.inf), len(scene.music))
    liftable = np.where(scene.held & np.isfinite(over), scene.headroom, 0.0)
    return np.asarray(np.clip(over, 0.0, np.clip(liftable, 0.0, _MOST_LIFT_DB)))


def _under_lines(scene: Scene) -> Track:
    """The gain under which every line, however short, is clear by itself."""
    gain = np.full(len(scene.music), np.inf)
    for begin, end in _runs(scene.held):
        line = slice(begin, end)
        dialogue = scene.dialogue[line].mean()
        heard = dialogue if dialogue >= _ABSOLUTE_GATE else scene.reference
        gain[line] = _ratio(heard, scene.music[line].mean()) - FLOOR_LU
    return gain


def _caps(scene: Scene, gain: Track, target: float) -> Track:
    """The gain that no hop may exceed, so that every window with speech holds.

    In each broken window what is loudest comes down, to a level that fits: a chord in the pause,
    not the thin music under the line. Levels are taken over half a second, so that a passage is
    turned down and not its single notes.
    """
    spoken = _sums(scene.speech)
    wanted = np.where(spoken >= _MOSTLY_S, target, FLOOR_LU)
    allowed = _dialogue_sums(scene) * _power(-wanted)
    is_over = _sums(scene.music * _power(gain)) > allowed
    broken = np.flatnonzero((spoken >= SPEECH_S - 1e-9) & is_over)
    level = _ratio(_loudest_nearby(scene.music), 1.0)
    hops = broken[:, None] + np.arange(min(WINDOW, len(gain)))
    low, high = np.full(len(broken), -120.0), np.full(len(broken), 20.0)
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        turned = np.minimum(gain[hops], middle[:, None] - level[hops])
        held = (scene.music[hops] * _power(turned)).sum(axis=1) <= allowed[broken]
        low, high = np.where(held, middle, low), np.where(held, high, middle)
    per_window = np.full(len(allowed), -np.inf)
    per_window[broken] = -low
    return -_spread_max(per_window, len(gain)) - level


def _enveloped(scene: Scene, gain: Track) -> Track:
    """The highest curve below `gain` that keeps the slopes."""
    inside = scene.held[1:] & scene.held[:-1]
    rises = np.where(inside, _INSIDE, np.where(scene.free[1:], _RISE_FREE, _RISE)).tolist()
    falls = np.where(inside, _INSIDE, _FALL).tolist()
    values = gain.tolist()
    for i in range(1, len(values)):
        values[i] = min(values[i], values[i - 1] + rises[i - 1])
    for i in range(len(values) - 2, -1, -1):
        values[i] = min(values[i], values[i + 1] + falls[i])
    return np.array(values)


def _median(scene: Scene, gain: Track) -> float:
    values = margins(scene, gain)
    return float(np.median(values)) if len(values) else np.inf


def _dialogue_sums(scene: Scene) -> Track:
    sums = _sums(scene.dialogue)
    size = min(WINDOW, len(scene.dialogue))
    return np.where(sums < _ABSOLUTE_GATE * size, scene.reference * size, sums)


def _sums(track: Track) -> Track:
    """Sum over each window; over everything where there is less than one."""
    size = min(WINDOW, len(track))
    return np.asarray(np.lib.stride_tricks.sliding_window_view(track, size).sum(axis=1))


def _spread_max(per_window: Track, hops: int) -> Track:
    """For each hop, the largest value of the windows that hold it."""
    size = min(WINDOW, hops)
    padded = np.pad(per_window, size - 1, constant_values=-np.inf)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, size).max(axis=1))


def _loudest_nearby(music: Track) -> Track:
    padded = np.pad(music, _NEAR, mode="edge")
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, 2 * _NEAR + 1).max(axis=1))


def _runs(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Begin and end of each run of marked hops."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marked.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _ratio(above: Track | float, below: Track | float) -> Track:
    """Level difference in LU; a large one where there is nothing below."""
    return np.asarray(10 * np.log10(np.maximum(above, 1e-20) / np.maximum(below, 1e-20)))


def _power(gain: Track) -> Track:
    return np.asarray(10 ** (gain / 10))


def _seconds_in_hops(spans: tuple[Span, ...], hops: int) -> Track:
    """Seconds of each hop that lie in the spans (which do not overlap each other)."""
    seconds = np.zeros(hops)
    edges = np.arange(hops + 1) * HOP_S
    for span in spans:
        begin, end = float(span.start), float(span.end)
        first = max(int(begin / HOP_S) - 1, 0)
        last = min(int(end / HOP_S) + 2, hops)
        inside = np.minimum(edges[first + 1 : last + 1], end) - np.maximum(edges[first:last], begin)
        seconds[first:last] += np.maximum(inside, 0.0)
    return seconds
