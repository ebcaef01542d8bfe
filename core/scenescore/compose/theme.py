"""Themes: three to seven notes of scale degrees and rhythm bound to a name.

A theme is drawn from the run's seed and its own name alone, so that every cue of an edit that uses
it has the same one; as it holds degrees, not pitches, it keeps its identity in every mode and key.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from types import MappingProxyType

from scenescore.errors import BadArgument
from scenescore.seeds import stream

MAIN = "main"
"""The theme of cues that name none."""

FEWEST, MOST = 3, 7

_LENGTH = Fraction(4)
_ONSETS: Mapping[Fraction, float] = {
    Fraction(3, 4): 0.5,
    Fraction(1): 3.0,
    Fraction(3, 2): 1.8,
    Fraction(7, 4): 0.5,
    Fraction(2): 3.0,
    Fraction(5, 2): 1.8,
    Fraction(11, 4): 0.4,
}
"""Onsets after the first. A theme begins with a note long enough to be the answer to a hit, beside
which nothing else may begin; all onsets lie within three beats, so that it fits 3/4 as it fits 4/4.
"""

_NOTES: Mapping[int, float] = {3: 0.05, 4: 0.4, 5: 0.4, 6: 0.15}
_FIRST: Mapping[int, float] = {0: 0.35, 2: 0.25, 4: 0.4}
_STEPS: Mapping[int, float] = {-1: 30, 1: 24, 0: 10, -2: 8, 2: 8}
_LEAPS: Mapping[int, float] = {3: 28, 4: 22, -3: 16, 5: 14, 2: 10, -4: 6}
"""Moves in degrees: unisons, steps, skips, leaps as in MUSIC 4.5, up-leaps favoured."""

_RETURN = 0.7
"""Chance that a leap is answered by a step back (.60-.73 in every corpus of MUSIC 4.5)."""

_WIDEST = 6
_TRIAD = (0, 2, 4)


@dataclass(frozen=True, slots=True)
class Motif:
    """Scale degrees (0 is the tonic, 7 the one above it) and as many lengths in beats."""

    degrees: tuple[int, ...]
    rhythm: tuple[Fraction, ...]

    @property
    def steps(self) -> tuple[int, ...]:
        """Moves in degrees from note to note."""
        return tuple(after - before for before, after in pairwise(self.degrees))

    @property
    def beats(self) -> Fraction:
        return sum(self.rhythm, Fraction(0))

    @property
    def onsets(self) -> tuple[Fraction, ...]:
        """Beats from the first note to each."""
        return tuple(accumulate(self.rhythm[:-1], initial=Fraction(0)))


@dataclass(frozen=True, slots=True)
class Theme:
    """A named motif."""

    name: str
    motif: Motif


@dataclass(frozen=True, slots=True)
class Stated:
    """What the themes of a cue need of its harmony: the beats at which they begin, and by beat the
    degrees that they have on strong beats or hold.
    """

    begins: tuple[Fraction, ...]
    tones: Mapping[Fraction, int]


NOTHING_STATED = Stated((), MappingProxyType({}))


def theme_of(seed: int, name: str = MAIN, given: Mapping[str, Motif] | None = None) -> Theme:
    """The theme of that name: the given one, else drawn, always the same for the same seed."""
    known = {plain(key): motif for key, motif in (given or {}).items()}
    motif = known.get(plain(name))
    return Theme(name, motif or _drawn(stream(seed, "theme", plain(name))))


def themes_in(texts: Iterable[str], names: Collection[str]) -> tuple[str, ...]:
    """The names that occur in some texts (clip names, markers), in the order of `names`.

    Any case and Unicode form; a name of Latin letters must stand as a word of its own, so that
    `Ann` is not heard in `Planning.mov`; other scripts join particles to names.
    """
    heard = [f" {_spaced(text)} " for text in texts]

    def found(name: str) -> bool:
        wanted = _spaced(name)
        needle = f" {wanted} " if wanted.isascii() else wanted
        return bool(wanted) and any(needle in text for text in heard)

    return tuple(name for name in names if found(name))


def checked(motif: Motif, name: str) -> Motif:
    """The motif itself. Raises BadArgument where it is none."""
    if len(motif.degrees) != len(motif.rhythm):
        raise BadArgument(
            f"The theme “{name}” has {len(motif.degrees)} degrees and {len(motif.rhythm)} lengths.",
            "Give every degree one length.",
        )
    if not FEWEST <= len(motif.degrees) <= MOST:
        raise BadArgument(
            f"The theme “{name}” has {len(motif.degrees)} notes.",
            f"A theme has {FEWEST} to {MOST}: choose the ones it is known by.",
        )
    if min(motif.rhythm) <= 0:
        raise BadArgument(f"The theme “{name}” has a note without length.", "Lengths are beats.")
    return motif


def plain(text: str) -> str:
    """A name as names are compared: in one Unicode form, without case."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _spaced(text: str) -> str:
    return "".join(c if c.isalnum() else " " for c in plain(text)).strip()


def _drawn(rng: random.Random) -> Motif:
    rhythm = _rhythm(rng)
    degrees = _degrees(rng, len(rhythm))
    while not (_memorable(degrees) and _at_home(degrees, rhythm)):
        degrees = _degrees(rng, len(rhythm))
    return Motif(degrees, rhythm)


def _rhythm(rng: random.Random) -> tuple[Fraction, ...]:
    wanted = rng.choices([*_NOTES], [*_NOTES.values()])[0]
    onsets = {Fraction(0)}
    while len(onsets) < wanted:
        onsets.add(rng.choices([*_ONSETS], [*_ONSETS.values()])[0])
    return tuple(after - before for before, after in pairwise([*sorted(onsets), _LENGTH]))


def _degrees(rng: random.Random, count: int) -> tuple[int, ...]:
    """A line with one leap, mostly answered by a step back."""
    leap = rng.randrange(1, count)
    degrees = [rng.choices([*_FIRST], [*_FIRST.values()])[0]]
    for place in range(1, count):
        if place == leap:
            move = rng.choices([*_LEAPS], [*_LEAPS.values()])[0]
        elif place == leap + 1:
            back = -1 if degrees[-1] > degrees[-2] else 1
            move = back if rng.random() < _RETURN else -back
        else:
            move = rng.choices([*_STEPS], [*_STEPS.values()])[0]
        degrees.append(degrees[-1] + move)
    return tuple(degrees)


def _memorable(degrees: tuple[int, ...]) -> bool:
    """Neither wider than a seventh, nor a plain scale, nor three of a note in a row."""
    steps = [after - before for before, after in pairwise(degrees)]
    scale = len(steps) > 2 and len(set(steps)) == 1
    stuck = any(a == b == 0 for a, b in pairwise(steps))
    return max(degrees) - min(degrees) <= _WIDEST and not scale and not stuck


def _at_home(degrees: tuple[int, ...], rhythm: tuple[Fraction, ...]) -> bool:
    """Whether the notes on strong beats belong to the tonic's chord, so that it can be stated."""
    onsets = accumulate(rhythm[:-1], initial=Fraction(0))
    strong = (degree for degree, at in zip(degrees, onsets, strict=True) if at % 2 == 0)
    return all(degree % 7 in _TRIAD for degree in strong)
