"""The mood curve with the editor's hand on it: strokes drawn over it, then moods ordered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scenescore.model import MoodCurve
from scenescore.mood.orders import obey
from scenescore.mood.places import emotions_at
from scenescore.settings import EMOTIONS, MoodOrder
from scenescore.strokes import AXES, drawn
from scenescore.timebase import Rate, to_seconds
from scenescore.worker.orders import Feeling


def felt(curve: MoodCurve, feeling: Feeling, rate: Rate) -> MoodCurve:
    """The curve as the editor wants it; where it was redrawn, the emotions are those of its place.

    Raises BadArgument for an emotion that there is not.
    """
    if not (feeling.strokes or feeling.moods):
        return curve
    times = np.asarray(curve.times)
    was = np.column_stack([getattr(curve, axis) for axis in AXES])
    axes = np.column_stack(
        [drawn(curve.times, getattr(curve, axis), axis, feeling.strokes) for axis in AXES]
    )
    shares = np.column_stack([curve.emotions[name] for name in EMOTIONS])
    moved = np.any(axes != was, axis=1)
    if moved.any():
        shares[moved] = emotions_at(axes[moved])
    for mood in feeling.moods:
        start, end = (float(to_seconds(f, rate)) for f in (mood.start_frame, mood.end_frame))
        here = (times >= start) & (times < end)
        if here.any():
            order = MoodOrder(mood.emotion, mood.strength)
            axes[here], shares[here] = obey(axes[here], shares[here], order)
    valence, arousal, tension = (tuple(map(float, column)) for column in axes.T)
    emotions = {
        name: tuple(map(float, column)) for name, column in zip(EMOTIONS, shares.T, strict=True)
    }
    return replace(curve, valence=valence, arousal=arousal, tension=tension, emotions=emotions)
