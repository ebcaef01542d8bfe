"""From glances to shots: light, colour, motion, and the moment when something suddenly moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, exp
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from scenescore.model import Cut, Picture, Shot
from scenescore.timebase import Rate, to_frames
from scenescore.usual import unrest
from scenescore.watch.glances import Glances
from scenescore.watch.measures import Light

Moves: TypeAlias = Callable[[int, int], list[tuple[int, float]]]
"""What moved from frame to frame in [first, last) of the edit: tells an action's exact frame."""

_MOTION_SCALE = 0.06
"""Mean change of luma in a quarter second at which motion is 1 - 1/e: on the films measured, still
shots lie near .01, people talking at .02-.04, fights and flights at .08-.16."""

_CAMERA_SCALE = 0.03
_SUBJECT_SCALE = 0.02
"""Shares of the picture's width in a quarter second at which movement is 1 - 1/e."""

_AGREED = 1 / 3  # of the looks for faces

_OUTLIER = 6.0  # robust deviations above the shot's own unrest
_SUDDEN = 0.025  # least rise of change over a quarter second
_STRENGTH_SCALE = 0.08
_FEWEST = 6  # glances that tell what is usual in a shot
_SETTLING = 2  # glances after a cut in which nothing counts as sudden
_BEFORE = 3  # glances that a sudden movement is compared with


def pictures_of(
    shots: Sequence[Shot], cuts: Sequence[Cut], glances: Glances, moves: Moves, rate: Rate
) -> tuple[Picture, ...]:
    """Light, colour and motion of every shot that was seen.

    Motion inside a dissolve is the mix, not the scene, and is left out.
    """
    mixing = _in_spans(glances.frames, cuts, rate)
    found = []
    for index, shot in enumerate(shots):
        first, last = np.searchsorted(glances.frames, (shot.start_frame, shot.end_frame))
        if first == last:
            continue
        moved = np.where(mixing[first:last], np.nan, glances.moved[first:last])
        moved[0] = np.nan  # it moved since another shot
        flow = np.where(np.isnan(moved)[:, None], np.nan, glances.flow[first:last])
        action_frame, action = _action(shot, glances.frames[first:last], moved, moves)
        light = Light(*_rounded(glances.light[first:last].mean(axis=0)))
        faces, face = _faces(glances.faces[first:last])
        found.append(
            Picture(
                index,
                motion=_moving(moved, _MOTION_SCALE),
                action_frame=action_frame,
                action=action,
                colours=_rounded(glances.colours[first:last].mean(axis=0)),
                camera=_moving(flow[:, 0], _CAMERA_SCALE),
                subject=_moving(flow[:, 1], _SUBJECT_SCALE),
                faces=faces,
                face=face,
                **light._asdict(),
            )
        )
    return tuple(found)


def _rounded(values: npt.NDArray[np.float32]) -> tuple[float, ...]:
    return tuple(round(float(value), 4) for value in values)


def _in_spans(
    frames: npt.NDArray[np.int64], cuts: Sequence[Cut], rate: Rate
) -> npt.NDArray[np.bool_]:
    """Whether each glance falls into a dissolve or a fade."""
    inside = np.zeros(len(frames), bool)
    for cut in cuts:
        if cut.span:
            ends = (to_frames(cut.span.start, rate), to_frames(cut.span.end, rate) + 1)
            first, last = np.searchsorted(frames, ends)
            inside[first : last + 1] = True  # what moved is told by the glance after it
    return inside


def _moving(moved: npt.NDArray[np.float32], scale: float) -> float:
    """The mean of what is known of a movement, as 0…1: 1 - 1/e at `scale`."""
    known = moved[~np.isnan(moved)]
    return round(1 - exp(-float(known.mean()) / scale), 4) if len(known) else 0.0


def _faces(looks: npt.NDArray[np.float32]) -> tuple[int, float]:
    """(faces at once, height of the largest) that a third of the looks at a shot agree on.

    One look in many finds a face in a rock.
    """
    looks = looks[~np.isnan(looks[:, 0])]
    if not len(looks):
        return 0, 0.0
    count = int(np.sort(looks[:, 0])[-ceil(_AGREED * len(looks))])
    heights = looks[looks[:, 0] > 0, 1]
    return count, round(float(np.median(heights)), 4) if count else 0.0


def _action(
    shot: Shot,
    frames: npt.NDArray[np.int64],
    moved: npt.NDArray[np.float32],
    moves: Moves,
) -> tuple[int | None, float]:
    """(frame, strength 0…1) of the strongest sudden movement, if one stands out.

    A rise over the three glances before stands out when it exceeds six robust deviations of what
    moves in the shot (median absolute deviation: Hampel 1974) and can be seen at all.
    """
    known = moved[~np.isnan(moved)]
    if len(known) < _FEWEST:
        return None, 0.0
    usual = unrest(known.tolist())
    rises = [(_rise(moved, i), i) for i in range(_SETTLING + 1, len(moved) - 1)]
    rise, place = max(rises, default=(0.0, 0))
    if not rise > max(_SUDDEN, _OUTLIER * usual):
        return None, 0.0
    window = moves(max(shot.start_frame + 1, int(frames[place - 1])), int(frames[place]) + 1)
    frame = max(window, key=lambda move: move[1])[0] if window else int(frames[place])
    return frame, round(1 - exp(-rise / _STRENGTH_SCALE), 4)


def _rise(moved: npt.NDArray[np.float32], place: int) -> float:
    before = moved[max(0, place - _BEFORE) : place]
    before = before[~np.isnan(before)]
    if np.isnan(moved[place]) or not len(before):
        return 0.0
    return float(moved[place] - np.median(before))
