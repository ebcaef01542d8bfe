"""The rules by which musicians play single notes of a line (KTH, Director Musices; MUSIC 1.5).

Each rule is a function of the line and the place in it. Level rules answer in decibels, time rules
in milliseconds that the note lasts longer until the next one, gap rules in milliseconds of silence
before the next one. How much of each: resources/performance.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt

from scenescore.compose.amounts import amounts, between

_SHORT, _LONG = 1.7, 2.3
"""Ratios between which two notes stand as one to two."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A note of a line as the rules hear it.

    `onset` in seconds, `ms` to the next onset, `height` in semitones over the line's mean, `above`
    the chord's root in semitones, `closes` when it is the last of its phrase.
    """

    onset: float
    ms: float
    pitch: int
    height: float
    above: int
    downbeat: bool
    closes: bool


Line = Sequence[Heard]
Rule = Callable[[Line, int], float]


def _next(line: Line, i: int) -> Heard | None:
    return line[i + 1] if i + 1 < len(line) and not line[i].closes else None


def _last(line: Line, i: int) -> Heard | None:
    return line[i - 1] if i and not line[i - 1].closes else None


def _contrast(line: Line, i: int) -> float:
    """Milliseconds by which a short note is too long to be told from the longer ones."""
    return between(amounts().rules.duration_contrast, line[i].ms)


def high_loud(line: Line, i: int) -> float:
    """What is higher is louder, against the line's own mean."""
    rules = amounts().rules
    louder = rules.high_loud_db * line[i].height
    return max(-rules.high_loud_most_db, min(rules.high_loud_most_db, louder))


def duration_contrast_level(line: Line, i: int) -> float:
    return -amounts().rules.duration_contrast_db * _contrast(line, i)


def melodic_charge(line: Line, i: int) -> float:
    """Notes remarkable over their chord are brought out."""
    rules = amounts().rules
    return rules.melodic_charge_db * rules.melodic_charge[line[i].above]


def downbeat(line: Line, i: int) -> float:
    return amounts().rules.downbeat_db if line[i].downbeat else 0.0


def duration_contrast(line: Line, i: int) -> float:
    return -amounts().rules.duration_contrast_k * _contrast(line, i)


def double_duration(line: Line, i: int) -> float:
    """Of a long and a short note, two to one, the short one gets a little of the long one."""
    share, here = amounts().rules.double_duration, line[i].ms
    before, after = _last(line, i), _next(line, i)
    if before and _SHORT <= before.ms / here <= _LONG:
        return share * here
    if after and _SHORT <= here / after.ms <= _LONG:
        return -share * after.ms
    return 0.0


def leap_tone(line: Line, i: int) -> float:
    """A leap takes time: its target is held, its start gives way."""
    rules, change = amounts().rules, 0.0
    before, after = _last(line, i), _next(line, i)
    for leap, place in (
        (line[i].pitch - before.pitch if before else 0, 1),
        (after.pitch - line[i].pitch if after else 0, 0),
    ):
        if leap >= rules.leap_from:
            change += rules.leap_rise_ms * sqrt(leap) * (1 if place else -1)
        elif leap <= -rules.leap_from:
            change += rules.leap_fall_ms[place] * sqrt(-leap)
    return change


def faster_uphill(line: Line, i: int) -> float:
    before, after = _last(line, i), _next(line, i)
    rising = before and after and before.pitch < line[i].pitch < after.pitch
    return amounts().rules.uphill_ms if rising else 0.0


def melodic_charge_time(line: Line, i: int) -> float:
    return line[i].ms * 2 * amounts().rules.melodic_charge[line[i].above] / 300


def phrase_longer(line: Line, i: int) -> float:
    return amounts().rules.phrase_longer_ms if line[i].closes else 0.0


def leap_articulation(line: Line, i: int) -> float:
    rules, after = amounts().rules, _next(line, i)
    leap = abs(after.pitch - line[i].pitch) if after else 0
    if leap < rules.leap_from:
        return 0.0
    share = 0.3 + 0.3 * min(1.0, max(0.0, (line[i].ms - 100) / 600))
    return rules.leap_gap_ms * min(leap, rules.leap_gap_most) * share


def repeated_note(line: Line, i: int) -> float:
    after = _next(line, i)
    return amounts().rules.repeated_gap_ms if after and after.pitch == line[i].pitch else 0.0


def punctuation(line: Line, i: int) -> float:
    """A long note before a leap ends a small group, and is set off."""
    rules, before, after = amounts().rules, _last(line, i), _next(line, i)
    ends = before and after and line[i].ms > before.ms
    if not (ends and after and abs(after.pitch - line[i].pitch) >= rules.boundary_leap):
        return 0.0
    return between(rules.punctuation, line[i].ms)


def phrase_articulation(line: Line, i: int) -> float:
    return amounts().rules.phrase_gap_ms if line[i].closes else 0.0


LEVEL: tuple[Rule, ...] = (high_loud, duration_contrast_level, melodic_charge, downbeat)
TIME: tuple[Rule, ...] = (
    duration_contrast,
    double_duration,
    leap_tone,
    faster_uphill,
    melodic_charge_time,
    phrase_longer,
)
GAP: tuple[Rule, ...] = (leap_articulation, repeated_note, punctuation, phrase_articulation)


def levels(line: Line) -> list[float]:
    """Decibels of each note against a plain performance, zero on the whole."""
    found = [sum(rule(line, i) for rule in LEVEL) for i in range(len(line))]
    mean = sum(found) / max(1, len(found))
    return [level - mean for level in found]


def displacements(line: Line) -> list[float]:
    """Seconds by which each onset moves; what the rules take they give back within the line."""
    changes = [sum(rule(line, i) for rule in TIME) / 1000 for i in range(len(line))]
    places = list(accumulate(changes, initial=0.0))[:-1]
    length = sum(note.ms for note in line)
    done = accumulate((note.ms for note in line), initial=0.0)
    drift = sum(changes) / length if length else 0.0
    moved = [place - drift * ms for place, ms in zip(places, done, strict=False)]
    mean = sum(moved) / max(1, len(moved))
    return [place - mean for place in moved]


def gaps(line: Line) -> list[float]:
    """Seconds of silence before the next note, by the rule that asks for most."""
    return [max(rule(line, i) for rule in GAP) / 1000 for i in range(len(line))]
