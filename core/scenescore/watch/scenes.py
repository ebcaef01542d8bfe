"""Which shots belong together: scenes, for those who decide where music starts and ends.

A scene is a stretch of shots that share place and time, so its shots share light and colour, and
return to one another (shot, reverse shot). A boundary is therefore where nothing before looks like
anything after: the coherence of Kender & Yeo (CVPR 1998). Fades, pauses of speech and light that
changes weigh for it, a line that runs across weighs against it. Which of the possible boundaries
are taken is found for the whole edit at once, against a cost for scenes too short or too long.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from scenescore.model import Edit, Picture, Scene, Seen, Shot, Speech
from scenescore.timebase import Span, merge_spans, to_frames, to_seconds
from scenescore.watch.summaries import summary_of
from scenescore.watch.tables import SceneRules, scene_rules


@dataclass(frozen=True, slots=True)
class Boundary:
    """A frame at which a scene may end, and how much speaks for it (below 0: against)."""

    frame: int
    weight: float


def group_scenes(edit: Edit, seen: Seen, speech: tuple[Speech, ...]) -> tuple[Scene, ...]:
    """The scenes of an edit, side by side from its first frame to its last, ids from 1.

    Every shot lies in exactly one scene. Sound alone has scenes between its pauses. An edit of no
    length has none.
    """
    if edit.duration_frames <= 0:
        return ()
    rules = scene_rules()
    if seen.shots:
        possible = _between_shots(edit, seen, speech, rules)
    else:
        possible = _in_pauses(edit, speech, rules)
    bounds = [0, *_chosen(possible, edit, rules), edit.duration_frames]
    starts = [shot.start_frame for shot in seen.shots]
    return tuple(
        _scene(number, start, end, starts, edit, seen, speech)
        for number, (start, end) in enumerate(pairwise(bounds), 1)
    )


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
    edit: Edit, seen: Seen, speech: tuple[Speech, ...], rules: SceneRules
) -> list[Boundary]:
    """A possible boundary at every cut."""
    looks = _looks(seen.shots, seen.pictures, rules)
    pauses = _Pauses(speech)
    return [
        Boundary(
            shot.start_frame,
            rules.different * _difference(looks, place, rules)
            + rules.cuts[shot.cut]
            + rules.pause * pauses.around(to_seconds(shot.start_frame, edit.rate), rules)
            - rules.threshold,
        )
        for place, shot in enumerate(seen.shots)
        if place
    ]


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


# --- how alike shots look -------------------------------------------------------------------------


def _looks(
    shots: Sequence[Shot], pictures: Sequence[Picture], rules: SceneRules
) -> list[npt.NDArray[np.float64] | None]:
    """What each shot looks like, as a vector; None for one that was not seen."""
    looks: list[npt.NDArray[np.float64] | None] = [None] * len(shots)
    for picture in pictures:
        light = (picture.brightness, picture.contrast, picture.saturation, picture.warmth)
        looks[picture.shot] = np.concatenate(
            (np.sqrt(np.array(picture.colours)), rules.light * np.array(light))
        )
    return looks


def _difference(
    looks: list[npt.NDArray[np.float64] | None], place: int, rules: SceneRules
) -> float:
    """How little the shots before a cut resemble those after it, 0…1; ½ when they were not seen.

    The distance of the nearest pair counts, farther pairs less, so that a shot that returns holds
    a scene together.
    """
    nearest = None
    for back in range(1, rules.memory + 1):
        for ahead in range(rules.memory + 1 - back):
            if place - back < 0 or place + ahead >= len(looks):
                continue
            before, after = looks[place - back], looks[place + ahead]
            if before is None or after is None or len(before) != len(after):
                continue
            apart = float(np.linalg.norm(before - after)) / rules.unlike
            apart = min(1.0, apart * (1 + rules.forgetting * (back + ahead - 1)))
            nearest = apart if nearest is None else min(nearest, apart)
    return 0.5 if nearest is None else nearest


# --- which boundaries are taken -------------------------------------------------------------------


def _chosen(possible: list[Boundary], edit: Edit, rules: SceneRules) -> list[int]:
    """The frames of the boundaries whose weights less the costs of the scenes' lengths sum highest.

    Dynamic programming over the boundaries: the best way to each is the best way to one before it.
    """
    ends = [*possible, Boundary(edit.duration_frames, 0.0)]
    frames = np.array([0, *(end.frame for end in ends)])
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
