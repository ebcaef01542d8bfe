"""A moment of the curve: what it feels like, who said so, who said nothing, who disagreed."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from scenescore.strokes import AXES
from scenescore.timebase import to_seconds
from scenescore_ui.pages.why.here import what_is_here
from scenescore_ui.pages.why.section import Bar, Line, Section, percent, signed, term
from scenescore_ui.strings import Strings
from scenescore_ui.work.model import Work
from scenescore_ui.work.report import (
    ContradictionFacts,
    EvidenceFacts,
    MoodFacts,
    Report,
)

_SURE = ((0.35, "why_sure_low"), (0.6, "why_sure_some"), (2.0, "why_sure"))
"""Confidence of the curve below which it is put in these words."""

_HEARD = 0.04
"""An opinion that is weaker moves nothing that could be heard."""

_DARKER = ("valence", "tension")
"""Axes on which the darker of two sides counts for more."""


def explain_moment(report: Report, work: Work, frame: int, say: Strings) -> tuple[Section, ...]:
    """What is known of a frame of the edit."""
    seconds = float(to_seconds(frame, report.edit.fps))
    mood = report.mood
    sections = [_felt(report, work, frame, seconds, say)]
    if here := [each for each in mood.evidence if each.start <= seconds < each.end]:
        sections.append(_said(here, say))
    sections += _contradicted(mood, seconds, say)
    sections += _silent(mood, seconds, say)
    sections.append(what_is_here(report, frame, seconds, say))
    return tuple(sections)


def _felt(report: Report, work: Work, frame: int, seconds: float, say: Strings) -> Section:
    """The curve at this moment, as it was analysed, and the editor's own hand on it."""
    mood, title = report.mood, report.edit.timecode(frame)
    if not mood.times:
        return Section(title, (Line(say("why_no_mood")),))
    at = max(0, bisect_right(mood.times, seconds) - 1)
    shares = {name: values[at] for name, values in mood.emotions.items()}
    emotion = max(shares, key=lambda name: shares[name], default="neutral")
    sure = mood.confidence[at] if mood.confidence else 0.0
    key = next(key for below, key in _SURE if sure < below)
    axes = {axis: getattr(mood, axis)[at] for axis in AXES}
    lines = [Line(say(key)), *_own_hand(work, frame, seconds, say)]
    lines += [_axis(axis, value, say) for axis, value in axes.items()]
    figures = " · ".join(f"{term(axis, say)} {signed(value)}" for axis, value in axes.items())
    likely = sorted(shares, key=lambda name: -shares[name])
    named = " · ".join(f"{say(f'emotion_{name}')} {percent(shares[name])}" for name in likely)
    details = (
        (say("why_curve"), figures),
        (say("why_emotions"), named),
        (say("why_confidence"), percent(sure)),
    )
    return Section(f"{title} · {say(f'emotion_{emotion}')}", tuple(lines), details)


def _axis(axis: str, value: float, say: Strings) -> Line:
    way = say(f"why_{axis}_{'up' if value > 0 else 'down'}")
    bar = Bar(term(axis, say), value, axis)
    return Line(way if abs(value) >= _HEARD else say("why_usual"), term(axis, say), bars=(bar,))


def _own_hand(work: Work, frame: int, seconds: float, say: Strings) -> Iterator[Line]:
    drawn = {s.axis for s in work.feeling.strokes if s.start <= seconds <= s.end}
    if drawn:
        axes = ", ".join(term(axis, say) for axis in AXES if axis in drawn)
        yield Line(say("why_drawn", axes=axes))
    ordered = [m for m in work.feeling.moods if m.start_frame <= frame < m.end_frame]
    if ordered:
        yield Line(say("why_ordered", emotion=say(f"emotion_{ordered[-1].emotion}")))


def _said(here: Sequence[EvidenceFacts], say: Strings) -> Section:
    """Who spoke, those who counted most first."""
    voices: dict[str, list[EvidenceFacts]] = defaultdict(list)
    for each in here:
        voices[each.witness or each.source].append(each)
    share = {who: sum(each.weight or 0.0 for each in voices[who]) for who in voices}
    order = sorted(voices, key=lambda who: -share[who])
    lines = tuple(_voice(who, voices[who], share[who], say) for who in order)
    details = tuple((term(e.source, say), _figures(e, say)) for who in order for e in voices[who])
    return Section(say("why_said"), lines, details)


def _voice(who: str, said: Sequence[EvidenceFacts], share: float, say: Strings) -> Line:
    opinions = {axis: _opinion(said, axis) for axis in AXES}
    ways = [
        say(f"why_{axis}_{'up' if value > 0 else 'down'}")
        for axis, value in opinions.items()
        if abs(value) >= _HEARD
    ]
    text = ", ".join(ways) or say("why_usual")
    bars = tuple(Bar(term(axis, say), value, axis) for axis, value in opinions.items())
    return Line(text, term(who, say), say("why_counts", share=percent(share)), bars)


def _opinion(said: Sequence[EvidenceFacts], axis: str) -> float:
    """What a witness says on an axis: the mean of its evidence by its weight, 0 for nothing."""
    told = [(getattr(each, axis), each.weight or 1e-6) for each in said]
    known = [(value, weight) for value, weight in told if value is not None]
    return sum(v * w for v, w in known) / sum(w for _, w in known) if known else 0.0


def _figures(each: EvidenceFacts, say: Strings) -> str:
    values = [(axis, getattr(each, axis)) for axis in AXES]
    told = [f"{term(axis, say)} {signed(value)}" for axis, value in values if value is not None]
    if each.confidence is not None:
        told.append(f"{say('why_confidence')} {percent(each.confidence)}")
    if each.weight is not None:
        told.append(say("why_counts", share=percent(each.weight)))
    return " · ".join(told)


def _contradicted(mood: MoodFacts, seconds: float, say: Strings) -> Iterator[Section]:
    found = [each for each in mood.contradictions if each.start <= seconds < each.end]
    if found:
        lines = tuple(Line(_contradiction(each, say)) for each in found)
        yield Section(say("why_contradicted"), lines)


def _contradiction(each: ContradictionFacts, say: Strings) -> str:
    told = say(
        "why_against",
        axis=term(each.axis, say),
        high=term(each.high, say),
        up=say(f"why_{each.axis}_up"),
        low=term(each.low, say),
        down=say(f"why_{each.axis}_down"),
    )
    return f"{told} {term('darker_counts' if each.axis in _DARKER else 'less_sure', say)}"


def _silent(mood: MoodFacts, seconds: float, say: Strings) -> Iterator[Section]:
    """Who had nothing to say, gathered by the reason."""
    silent: dict[str, list[str]] = defaultdict(list)
    for each in mood.abstained:
        if each.start <= seconds < each.end:
            silent[each.why].append(term(each.witness, say))
    if silent:
        lines = tuple(
            Line(term(f"why_{why}", say), ", ".join(dict.fromkeys(who)))
            for why, who in silent.items()
        )
        yield Section(say("why_silent"), lines)
