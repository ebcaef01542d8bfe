"""Why a cue is as it is: where it enters, what it feels, who said so, what markers order.

Said in the panel's words, which explains a cue that is chosen there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from scenescore.cue_mood import mood_at
from scenescore.deliver.languages import in_languages, word
from scenescore.deliver.run import Run, Work
from scenescore.model import Cue
from scenescore.mood.tables import AXES
from scenescore.tempomap import seconds_at
from scenescore.timebase import Span
from scenescore.words import words

_HEARD = 0.04
"""An opinion that is weaker moves nothing that could be heard."""

_MOST_WITNESSES = 4
_LEAST_SHARE = 0.05
_ON_THE_LINE = 0.02
"""Seconds by which a barline may miss the turn of a mood that it meets."""

Reason = tuple[str, Markup]
"""The key of a word of the report, and what is said under it."""

Said = tuple[float, Mapping[str, Any]]
"""An entry of the report's evidence, and how much it counts over a cue."""


def reasons(run: Run, work: Work, report: Mapping[str, Any]) -> list[Reason]:
    """What made this cue; `report` is the run's `build_report`."""
    return [
        *_entry(work.cue),
        ("mood", in_languages(partial(_course, work))),
        *_voices(work.cue.span, report["mood"]["evidence"]),
        *_markers(run, work.cue),
    ]


def _say(key: str, language: str, **gaps: object) -> str:
    return words("panel", language)[f"why_{key}"].format(**gaps)


def _answer(source: str, language: str) -> str:
    known = f"why_answers_{source}" in words("panel", language)
    return _say(f"answers_{source if known else 'other'}", language)


def _entry(cue: Cue) -> Iterator[Reason]:
    """What the music enters on."""
    source = next((hit.source for hit in cue.hits if hit.kind == "entry"), None)
    if source:
        yield "begins", in_languages(partial(_answer, source))


def _course(work: Work, language: str) -> str:
    """The moods that the music goes through, each with the bar that it begins in."""
    score = work.score
    starts = [float(seconds_at(score.tempo, bar.beat)) for bar in score.bars] or [0.0]
    felt = [mood_at(work.cue, start + _ON_THE_LINE).emotion for start in starts]
    return " · ".join(
        _say("from_bar", language, emotion=word(emotion, language), bar=bar)
        for bar, (before, emotion) in enumerate(zip(["", *felt], felt, strict=False), start=1)
        if emotion != before
    )


def _voices(span: Span, evidence: Sequence[Mapping[str, Any]]) -> Iterator[Reason]:
    """Who says so, those who count most over the cue first."""
    voices: dict[str, list[Said]] = defaultdict(list)
    for each in evidence:
        shared = min(float(span.end), each["end"]) - max(float(span.start), each["start"])
        if shared > 0:
            voices[each["witness"]].append((shared * (each["weight"] or 0.0), each))
    shares = {who: sum(w for w, _ in said) / float(span.duration) for who, said in voices.items()}
    most = sorted(shares, key=lambda who: -shares[who])[:_MOST_WITNESSES]
    loudest = [who for who in most if shares[who] >= _LEAST_SHARE]

    def told(language: str) -> str:
        return " · ".join(
            f"{word(who, language).lower()} {shares[who]:.0%} ({_opinion(voices[who], language)})"
            for who in loudest
        )

    if loudest:
        yield "told_by", in_languages(told)


def _opinion(said: Sequence[Said], language: str) -> str:
    """What a witness says on each axis: the mean of its evidence by its weight."""
    ways = []
    for axis in AXES:
        known = [(weight, each[axis]) for weight, each in said if each[axis] is not None]
        total = sum(weight for weight, _ in known)
        mean = sum(weight * value for weight, value in known) / total if total else 0.0
        if abs(mean) >= _HEARD:
            ways.append(_say(f"{axis}_{'up' if mean > 0 else 'down'}", language))
    return ", ".join(ways) or _say("usual", language)


def _markers(run: Run, cue: Cue) -> Iterator[Reason]:
    """Markers that stand inside the cue: what they order goes before what was felt."""
    span = cue.span
    texts = [m.text for m in run.edit.markers if span.start <= m.span.start < span.end]
    if texts:
        yield "markers", Markup(" · ").join(f"“{' '.join(text.split())}”" for text in texts)
