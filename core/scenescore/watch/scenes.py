"""Which shots belong together: scenes, for those who decide where music starts and ends.

A scene is a stretch of shots that share place and time, so its shots share light and colour, and
return to one another (shot, reverse shot). A boundary is therefore where nothing before looks like
anything after: the coherence of Kender & Yeo (CVPR 1998). Fades, pauses of speech and light that
changes weigh for it, and so does sound that changes; a line that runs across weighs against it, and
so do faces on both sides. Which of the possible boundaries are taken is found for the whole edit at
once, against a cost for scenes too short or too long. What the user orders is done to the frame.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from scenescore.model import Edit, Scene, Seen, SoundSpan, Speech
from scenescore.timebase import Span, merge_spans, to_frames, to_seconds
from scenescore.watch.looks import difference, looks_of
from scenescore.watch.sounds import Sounds
from scenescore.watch.summaries import summary_of
from scenescore.watch.tables import SceneRules, scene_rules


@dataclass(frozen=True, slots=True)
class Boundary:
    """A frame at which a scene may end, and how much speaks for it (below 0: against)."""

    frame: int
    weight: float


@dataclass(frozen=True, slots=True)
class SceneOrders:
    """What the user orders, in frames of the edit.

    At `splits` scenes begin. Of `joins`, [first, last] frames, one with a length is one scene
    throughout, and one without takes away the boundary next to it. A split is stronger than a join.
    """

    splits: tuple[int, ...] = ()
    joins: tuple[tuple[int, int], ...] = ()


def group_scenes(
    edit: Edit,
    seen: Seen,
    speech: tuple[Speech, ...],
    sound: tuple[SoundSpan, ...] = (),
    orders: SceneOrders | None = None,
) -> tuple[Scene, ...]:
    """The scenes of an edit, side by side from its first frame to its last, ids from 1.

    Every shot lies in exactly one scene: the one it begins in. Sound alone has scenes between its
    pauses. An edit of no length has none.
    """
    if edit.duration_frames <= 0:
        return ()
    rules, orders = scene_rules(), orders or SceneOrders()
    if seen.shots:
        possible = _between_shots(edit, seen, speech, sound, rules)
    else:
        possible = _in_pauses(edit, speech, rules)
    bounds = [0, *_ordered(possible, edit, orders, rules), edit.duration_frames]
    starts = [shot.start_frame for shot in seen.shots]
    return tuple(
        _scene(number, start, end, starts, edit, seen, speech)
        for number, (start, end) in enumerate(pairwise(bounds), 1)
    )


def _ordered(
    possible: list[Boundary], edit: Edit, orders: SceneOrders, rules: SceneRules
) -> list[int]:
    """The frames of the boundaries that are taken: those ordered, and between them the best."""
    splits = sorted({frame for frame in orders.splits if 0 < frame < edit.duration_frames})
    long = [(first, last) for first, last in orders.joins if last > first]
    free = [
        each for each in possible if not any(first < each.frame <= last for first, last in long)
    ]
    taken = list(splits)
    for start, end in pairwise([0, *splits, edit.duration_frames]):
        inside = [each for each in free if start < each.frame < end]
        taken += _chosen(inside, start, end, edit, rules)
    points = [first for first, last in orders.joins if last == first]
    nearest = {min(taken, key=lambda bound: (abs(bound - p), -bound)) for p in points if taken}
    return sorted(set(taken) - (nearest - set(splits)))


def _scene(
    number: int,
    start: int,
    end: int,
    starts: list[int],
    edit: Edit,
    seen: Seen,
    speech: tuple[Speech, ...],
) -> Scene:
    shots = tuple(range(bisect_left(starts, start), bisect_left(starts, end)))
    span = Span.of_frames(start, end, edit.rate)
    return Scene(number, start, end, shots, summary_of(shots, span, seen, speech))


# --- where scenes may end -------------------------------------------------------------------------


def _between_shots(
    edit: Edit,
    seen: Seen,
    speech: tuple[Speech, ...],
    sound: tuple[SoundSpan, ...],
    rules: SceneRules,
) -> list[Boundary]:
    """A possible boundary at every cut."""
    looks = looks_of(seen.shots, seen.pictures, edit.rate, rules)
    faces = {picture.shot for picture in seen.pictures if picture.faces}
    pauses, sounds = _Pauses(speech), Sounds(sound)
    found = []
    for place, shot in enumerate(seen.shots):
        moment = to_seconds(shot.start_frame, edit.rate)
        weight = (
            rules.different * difference(looks, place, rules)
            + rules.cuts[shot.cut]
            + rules.pause * pauses.around(moment, rules)
            + rules.sound * sounds.change_at(float(moment), rules.sound_s)
            - rules.faces * (place - 1 in faces and place in faces)
            - rules.threshold
        )
        found.append(Boundary(shot.start_frame, weight))
    return found[1:]


def _in_pauses(edit: Edit, speech: tuple[Speech, ...], rules: SceneRules) -> list[Boundary]:
    """A possible boundary in the middle of every pause that is long enough to be one."""
    lines = merge_spans([spoken.span for spoken in speech])
    found = []
    for before, after in pairwise(lines):
        pause = float(after.start - before.end)
        if pause >= rules.shortest_pause_s:
            frame = to_frames((before.end + after.start) / 2, edit.rate)
            weight = min(1.0, pause / rules.long_pause_s) - rules.pause_threshold
            found.append(Boundary(frame, weight))
    return found


class _Pauses:
    """How silent the voices are around a moment: -1 inside a line … 1 in a long pause."""

    def __init__(self, speech: tuple[Speech, ...]) -> None:
        self._lines = merge_spans([spoken.span for spoken in speech])
        self._ends = [line.end for line in self._lines]

    def around(self, moment: Fraction, rules: SceneRules) -> float:
        place = bisect_left(self._ends, moment)
        after = self._lines[place].start if place < len(self._lines) else None
        if after is not None and after < moment < self._ends[place]:
            return -1.0
        before = self._ends[place - 1] if place else None
        if after is None or before is None:
            return 0.5 if self._lines else 0.0
        return min(1.0, float(after - before) / rules.long_pause_s)


# --- which boundaries are taken -------------------------------------------------------------------


def _chosen(
    possible: list[Boundary], start: int, stop: int, edit: Edit, rules: SceneRules
) -> list[int]:
    """The frames of the boundaries whose weights less the costs of the scenes' lengths sum highest.

    Dynamic programming over the boundaries between frames `start` and `stop`: the best way to each
    is the best way to one before it.
    """
    ends = [*possible, Boundary(stop, 0.0)]
    frames = np.array([start, *(end.frame for end in ends)])
    best = np.zeros(len(frames))
    come_from = np.zeros(len(frames), int)
    for place, end in enumerate(ends, 1):
        seconds = (frames[place] - frames[:place]) / float(edit.rate.fps)
        totals = best[:place] - _length_cost(seconds, rules)
        come_from[place] = int(np.argmax(totals))
        best[place] = totals[come_from[place]] + end.weight
    chosen = []
    place = int(come_from[-1])
    while place > 0:
        chosen.append(int(frames[place]))
        place = int(come_from[place])
    return chosen[::-1]


def _length_cost(seconds: npt.NDArray[np.float64], rules: SceneRules) -> npt.NDArray[np.float64]:
    """What a scene costs that is shorter or longer than scenes are."""
    short = np.maximum(0.0, 1 - seconds / rules.short_s)
    long = np.maximum(0.0, seconds / rules.long_s - 1)
    cost: npt.NDArray[np.float64] = rules.short_cost * short**2 + rules.long_cost * long
    return cost
