"""Scenes with a MOOD marker, with all that is known of them: what the weights are fitted to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scenescore.analysis import Analysis, analyse_edit, read_input
from scenescore.job import Job
from scenescore.mood import place_of
from scenescore.mood.observing import findings
from scenescore.mood.opinions import direct_evidence, readings_of
from scenescore.mood.places import Values
from scenescore.mood.tables import Rules
from scenescore.mood.testimony import HZ, Testimony, moments, testimony
from scenescore.orders import Order, parse_orders
from scenescore.settings import EMOTIONS, Settings
from scenescore.stages import Stages
from scenescore.timebase import Span, to_frames, to_seconds

_POINT = 2  # frames: a shorter marker has no length


@dataclass(frozen=True, slots=True)
class Marked:
    """The marked scenes of one film: testimony of their moments, one scene after the other.

    `starts` is the first moment of each, `wanted` (scenes, 3) where its mood lies, `strength`
    (scenes,) how much the user meant it.
    """

    film: str
    said: Testimony
    starts: Values
    wanted: Values
    strength: Values


def read_marked(source: Path, rules: Rules, job: Job) -> Marked | None:
    """The marked scenes of an edit; None without any. Raises ScoreError."""
    stages = Stages(job)
    captions = next((p for p in (source.with_suffix(".srt"), source.with_suffix(".vtt"))
                     if p.is_file()), None)  # fmt: skip
    settings = Settings(captions=captions)
    return marked_in(analyse_edit(read_input(source, settings, stages), settings, stages), rules)


def marked_in(analysis: Analysis, rules: Rules) -> Marked | None:
    """The marked scenes of what was analysed; None without any."""
    edit, heard = analysis.edit, analysis.heard
    orders = [
        each
        for each in parse_orders(edit.markers)
        if each.kind == "mood" and each.value in EMOTIONS and each.strength > 0
    ]
    if not orders:
        return None
    found = findings(edit, analysis.seen, analysis.scenes, heard, rules.window_s)
    count = int(np.ceil(float(edit.duration) * HZ))
    said = testimony(readings_of(found, rules), direct_evidence(heard), count, rules)
    parts = [moments(_reach(order, analysis), count) for order in orders]
    places = [place_of(order.value) for order in orders]
    lengths = [part.stop - part.start for part in parts]
    return Marked(
        edit.name,
        _at(said, parts),
        np.cumsum([0, *lengths[:-1]]),
        np.array([(place.valence, place.arousal, place.tension) for place in places]),
        np.array([order.strength for order in orders]),
    )


def _reach(order: Order, analysis: Analysis) -> Span:
    """The marker's length, or from a point to the end of its scene."""
    rate = analysis.edit.rate
    first, last = (to_frames(moment, rate) for moment in (order.span.start, order.span.end))
    if last - first >= _POINT:
        return order.span
    ends = (s.end_frame for s in analysis.scenes if s.start_frame <= first < s.end_frame)
    return Span(order.span.start, max(order.span.end, to_seconds(next(ends, last), rate)))


def _at(said: Testimony, parts: Sequence[slice]) -> Testimony:
    picked = np.concatenate([np.arange(part.start, part.stop) for part in parts])
    return Testimony(
        said.z[:, picked],
        said.sure[:, picked],
        said.told[:, picked],
        said.weight[:, picked],
        said.worded[picked],
        said.word_weight[picked],
    )


def scenes_of(films: Iterable[Marked]) -> int:
    """How many scenes are marked in all."""
    return sum(len(film.starts) for film in films)
