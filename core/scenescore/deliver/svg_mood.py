"""The mood over the edit as rows of a figure: what was felt, and what the music follows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from markupsafe import Markup

from scenescore.deliver.figure import Row
from scenescore.deliver.look import EMOTION, MOOD
from scenescore.deliver.run import Run
from scenescore.deliver.svg import (
    Axis,
    Floats,
    area_path,
    curve_box,
    group,
    line_path,
    tag,
    thinned,
)
from scenescore.timebase import to_seconds

_HEIGHT = 104
_MOST_POINTS = 1500
_FAINT = 0.35
"""Opacity of what was felt where the music's own curve lies over it."""


def mood_row(run: Run, axis: Axis) -> Row | None:
    """Valence, arousal and tension as they were felt; None where nothing was."""
    return _row(list(_felt(run, axis))) if run.mood.times else None


def followed_row(run: Run, axis: Axis) -> Row | None:
    """What was felt, and over it what each cue follows: there, markers have their say."""
    followed = list(_followed(run, axis))
    if not (run.mood.times and followed):
        return mood_row(run, axis)
    return _row([group(_felt(run, axis), opacity=_FAINT), *followed])


def _row(lines: list[Markup]) -> Row:
    middle = _HEIGHT / 2
    zero = tag("line", x1=0, x2="100%", y1=middle, y2=middle, class_="zero")
    ends = [
        tag("text", text, x=3, y=y, class_="small") for text, y in (("+1", 13), ("−1", _HEIGHT - 6))
    ]
    return Row("mood", _HEIGHT, group([zero, curve_box(*lines, y=4, height=_HEIGHT - 8), *ends]))


def _felt(run: Run, axis: Axis) -> Iterator[Markup]:
    for name in MOOD:
        times, values = thinned(run.mood.times, getattr(run.mood, name), _MOST_POINTS)
        yield _line(name, np.array([axis.share(t) for t in times]), values)


def _followed(run: Run, axis: Axis) -> Iterator[Markup]:
    for cue in (work.cue for work in run.works if work.cue.moods):
        start, end = (float(to_seconds(f, cue.rate)) for f in (cue.in_frame, cue.out_frame))
        moments = [*(start + point.seconds for point in cue.moods), end]
        shares = np.array([axis.share(moment) for moment in moments])
        for name in MOOD:
            values = [getattr(point.mood, name) for point in cue.moods]
            yield _line(name, shares, np.array([*values, values[-1]]))


def _line(name: str, shares: Floats, values: Floats) -> Markup:
    return line_path(shares, values / 2 + 0.5, stroke=MOOD[name], stroke_width=1.8)


def emotions_row(run: Run, axis: Axis) -> Row | None:
    """How likely each emotion is, one on another; None where nothing was felt."""
    if not run.mood.times or not run.mood.emotions:
        return None
    height = 56
    areas = []
    low = np.zeros(0)
    for name, colour in EMOTION.items():
        if name not in run.mood.emotions:
            continue
        times, values = thinned(run.mood.times, run.mood.emotions[name], _MOST_POINTS // 2)
        low = low if len(low) else np.zeros_like(values)
        shares = np.array([axis.share(t) for t in times])
        areas.append(area_path(shares, low, low + values, fill=colour, opacity=0.85))
        low = low + values
    return Row("emotions", height, curve_box(*areas, y=4, height=height - 8))
