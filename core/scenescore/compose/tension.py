"""Tonal tension: Chew's spiral array, and the tension a cue asks for.

Pitches lie on a helix of fifths; what sounds is a cloud on it. Its diameter says how dissonant it
is, its way from one moment to the next how far the harmony moves (cloud momentum), its distance
from the key how strained it is (tensile strain): Herremans & Chew 2016, figures of MUSIC 5.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from math import cos, dist, pi, sin

from scenescore.compose.tempo import Plan
from scenescore.cue_mood import mood_at
from scenescore.model import Cue

Point = tuple[float, float, float]

_RISE = 0.4
_WEIGHTS = (0.536, 0.274, 0.190)
"""Of root, fifth and third in a triad; of tonic, dominant and subdominant in a key (Chew)."""

_ALPHA = 0.75
"""Share of major V (and of minor iv) in a minor key."""

_FIFTHS = (0, -5, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5)
"""Place on the line of fifths of each semitone above the tonic, as it is spelled in a key."""

_ROUGH = {1: 1.0, 2: 0.4, 6: 0.6}
"""Roughness of an interval class; the others count as consonant."""

_STRAIN, _DIAMETER, _TRIAD = 1.6, 1.6, 1.86
"""What makes one unit of strain and of diameter; the diameter of a plain triad."""


@dataclass(frozen=True, slots=True)
class Tension:
    """Of one chord in a key: cloud diameter, tensile strain, roughness; `level` is their sum, 0…1.

    `centre` is the centre of effect on the helix.
    """

    diameter: float
    strain: float
    roughness: float
    level: float
    centre: Point


def position(fifths: int) -> Point:
    """Where a pitch lies on the helix, counted in fifths from the tonic."""
    return (sin(fifths * pi / 2), cos(fifths * pi / 2), _RISE * fifths)


def spelled(pitch_class: int, tonic: int) -> Point:
    """Where a pitch class lies on the helix as heard in a key."""
    return position(_FIFTHS[(pitch_class - tonic) % 12])


@lru_cache(maxsize=16384)
def tension_of(pitch_classes: frozenset[int], tonic: int, minor: bool) -> Tension:
    """The tension of a set of pitch classes in the key of `tonic`."""
    cloud = [spelled(pitch_class, tonic) for pitch_class in sorted(pitch_classes)]
    centre = _mean(cloud)
    diameter = max((dist(a, b) for a, b in combinations(cloud, 2)), default=0.0)
    strain = dist(centre, key_centre(minor))
    roughness = _roughness(pitch_classes)
    level = 0.5 * strain / _STRAIN + 0.25 * (diameter - _TRIAD) / _DIAMETER + 0.25 * roughness
    return Tension(diameter, strain, roughness, min(1.0, max(0.0, level)), centre)


def momentum(before: Tension, after: Tension) -> float:
    """How far the centre of effect moves from one chord to the next."""
    return dist(before.centre, after.centre)


@lru_cache(maxsize=2)
def key_centre(minor: bool) -> Point:
    """Centre of effect of a key whose tonic lies at the bottom of the helix."""
    if not minor:
        return _blend([_triad(0, False), _triad(1, False), _triad(-1, False)])
    dominant = _mix(_triad(1, False), _triad(1, True), _ALPHA)
    subdominant = _mix(_triad(-1, True), _triad(-1, False), _ALPHA)
    return _blend([_triad(0, True), dominant, subdominant])


def asked(cue: Cue, plan: Plan, beat: Fraction, share: float, closes: bool) -> float:
    """The tension that a cue asks for at a beat, 0…1.

    Its mood's tension and a little of its arousal, and on top the arch of the phrase, `share` of
    which is over: it grows towards the cadence, and is let go before it where the phrase `closes`.
    """
    mood = mood_at(cue, float(plan.seconds(beat)))
    peak = 0.6 if closes else 0.95
    arch = share / peak if share <= peak else (1 - share) / (1 - peak)
    wanted = 0.12 + 0.3 * (mood.tension + 1) / 2 + 0.08 * (mood.arousal + 1) / 2
    return min(1.0, wanted + 0.3 * (arch - 0.4))


def _triad(root: int, minor: bool) -> Point:
    third = root - 3 if minor else root + 4
    return _blend([position(root), position(root + 1), position(third)])


def _blend(points: Sequence[Point]) -> Point:
    x, y, z = (sum(w * p[i] for w, p in zip(_WEIGHTS, points, strict=True)) for i in range(3))
    return (x, y, z)


def _mix(a: Point, b: Point, share: float) -> Point:
    x, y, z = (share * a[i] + (1 - share) * b[i] for i in range(3))
    return (x, y, z)


def _mean(points: Sequence[Point]) -> Point:
    count = len(points) or 1
    x, y, z = (sum(point[i] for point in points) / count for i in range(3))
    return (x, y, z)


def _roughness(pitch_classes: frozenset[int]) -> float:
    pairs = list(combinations(sorted(pitch_classes), 2))
    classes = (min((b - a) % 12, (a - b) % 12) for a, b in pairs)
    return min(1.0, sum(_ROUGH.get(interval, 0.0) for interval in classes) / 2)
