"""A few neutral words about a scene, from what was measured: "5 shots, dark, still, dialogue"."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from scenescore.model import Picture, Seen, Speech
from scenescore.timebase import Span
from scenescore.watch.tables import scene_words, shots_word


def summary_of(shots: tuple[int, ...], span: Span, seen: Seen, speech: tuple[Speech, ...]) -> str:
    """The words of the table whose measure fits the scene, after the number of its shots."""
    seconds = float(span.duration)
    spoken = sum((s.span.overlap(span) for s in speech), Fraction(0))
    measures = {"speech": float(spoken) / seconds, "shots": float(len(shots))}
    if len(shots) > 1:
        measures["pace"] = 60 * len(shots) / seconds
    measures |= _means([picture for picture in seen.pictures if picture.shot in shots])
    count = [f"{len(shots)} {shots_word(len(shots))}"] if shots else []
    return ", ".join(count + words_for(measures))


def words_for(measures: Mapping[str, float]) -> list[str]:
    """The words whose range holds their measure; a measure that is not known says nothing."""
    return [
        word.word
        for word in scene_words()
        if word.measure in measures and word.low <= measures[word.measure] < word.high
    ]


def _means(pictures: list[Picture]) -> dict[str, float]:
    if not pictures:
        return {}
    names = ("brightness", "saturation", "warmth", "motion")
    return {
        name: sum(float(getattr(picture, name)) for picture in pictures) / len(pictures)
        for name in names
    }
