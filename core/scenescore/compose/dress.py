"""Dressing: inversion, sevenths and other colours of each chord, for a bass that sings.

Of all ways to sound a row of chords, the one whose bass moves well and whose dissonance and
distance from the key follow the tension asked for (dynamic programming).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from scenescore.compose.colours import Colour, emotion_of
from scenescore.compose.grammar import chord_tables
from scenescore.compose.keys import Key
from scenescore.compose.tension import tension_of
from scenescore.emotion_music import Feel
from scenescore.modes import ModeChord

_OFF_TENSION = 3.5
_RARE = 2.2
"""Cost of a dressing that would be used in one chord of ten; twice as likely, ln 2 cheaper."""

_INVERTED = MappingProxyType({1: 0.35, 2: 2.2, 3: 0.6})
_FIGURES = MappingProxyType({(3, 1): "6", (3, 2): "64", (4, 1): "65", (4, 2): "43", (4, 3): "42"})
_BASS = (0.7, 0.0, 0.0, 0.25, 0.3, 0.1, 0.9)
"""Cost of a bass moving by so many semitones, up or down, within the octave."""

_UNRESOLVED = 3.0
_SIX_FOUR = 0.35
_TERTIAN = frozenset({"dominant7", "minor7", "half_diminished7", "major7"})
_SHORT: Mapping[str, str] = MappingProxyType(
    {
        "dominant7": "7", "minor7": "7", "major7": "maj7", "minor_major7": "maj7",
        "half_diminished7": "7", "diminished7": "", "add9": "add9", "minor_add9": "add9",
        "sus2": "sus2", "sus4": "sus4", "lydian": "#11", "quartal": "q", "cluster": "b9",
        "flat9": "b9",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dress:
    """One way to sound a chord: pitch classes from the bass up, and what it costs by itself."""

    chord: ModeChord
    quality: str
    pitch_classes: tuple[int, ...]
    inversion: int
    figure: str
    colour: str
    cost: float
    level: float

    @property
    def bass(self) -> int:
        return self.pitch_classes[0]

    @property
    def numeral(self) -> str:
        return self.chord.numeral + self.figure


@dataclass(frozen=True, slots=True)
class Fitting:
    """A chord to be dressed: the tension asked for; `plain` keeps it a triad on its root."""

    chord: ModeChord
    asked: float
    plain: bool


def dress(
    row: Sequence[Fitting],
    key: Key,
    colours: Sequence[Colour],
    feel: Feel,
    before: Dress | None,
) -> list[Dress]:
    """The dresses of least cost, one for each chord of the row, coming from `before`."""
    options = [
        _options(fitting, key, tuple(c.id for c in colours), feel, colours) for fitting in row
    ]
    costs = [
        d.cost + (_move(before, d) if before else 0.0) + _off(d, row[0].asked) for d in options[0]
    ]
    came: list[list[int]] = []
    for (earlier, later), fitting in zip(pairwise(options), row[1:], strict=True):
        reached, back = [], []
        for d in later:
            ways = [cost + _move(e, d) for cost, e in zip(costs, earlier, strict=True)]
            best = min(range(len(ways)), key=ways.__getitem__)
            reached.append(ways[best] + d.cost + _off(d, fitting.asked))
            back.append(best)
        costs = reached
        came.append(back)
    place = min(range(len(costs)), key=costs.__getitem__)
    found = [place]
    for back in reversed(came):
        place = back[place]
        found.append(place)
    found.reverse()
    return [options[i][j] for i, j in enumerate(found)]


def _off(dressed: Dress, asked: float) -> float:
    return _OFF_TENSION * abs(dressed.level - asked)


def _options(
    fitting: Fitting, key: Key, names: tuple[str, ...], feel: Feel, colours: Sequence[Colour]
) -> tuple[Dress, ...]:
    plain = _dressed(fitting.chord, fitting.chord.quality, key, 0, fitting.chord.colour, 0.0)
    if fitting.plain:
        return (plain,)
    emotion = emotion_of(feel)
    found = [plain]
    inverted = (1, 2) if fitting.chord.quality in ("major", "minor", "diminished") else ()
    found += [
        _dressed(fitting.chord, fitting.chord.quality, key, n, fitting.chord.colour, _INVERTED[n])
        for n in inverted
    ]
    for colour in colours:
        if not _takes(fitting.chord, colour):
            continue
        share = max(0.02, colour.weight * colour.suits.get(emotion, 0.5) / 100)
        cost = _RARE * max(0.0, 0.4 - share)
        turns = (0, 1, 3) if colour.quality in _TERTIAN else (0,)
        found += [
            _dressed(fitting.chord, colour.quality, key, n, colour.id, cost + _INVERTED.get(n, 0.0))
            for n in turns
        ]
    return tuple(found)


def _takes(chord: ModeChord, colour: Colour) -> bool:
    """Whether a colour dresses a chord; applied chords are dressed as the dominants they are."""
    function = "dominant" if chord.function == "applied" else chord.function
    return colour.kind == "dressing" and chord.quality == colour.on and function in colour.functions


@lru_cache(maxsize=16384)
def _dressed(
    chord: ModeChord, quality: str, key: Key, inversion: int, colour: str, cost: float
) -> Dress:
    steps = chord_tables()["qualities"][quality]
    tones = [(key.tonic + chord.root + step) % 12 for step in steps]
    tones = [*tones[inversion:], *tones[:inversion]]
    figure = _FIGURES.get((len(tones), inversion)) or _SHORT.get(quality, "")
    level = tension_of(frozenset(tones), key.tonic, key.mode.minor).level
    return Dress(chord, quality, tuple(tones), inversion, figure, colour, cost, level)


def _move(before: Dress, after: Dress) -> float:
    """What going on costs: the bass's step, and what had to be resolved."""
    step = (after.bass - before.bass) % 12
    cost = _BASS[min(step, 12 - step)]
    if before.inversion == 3 and step not in (11, 10):
        cost += _UNRESOLVED  # the seventh in the bass falls by a step
    if after.inversion == 2 and step in (0, 1, 2, 10, 11):
        cost -= 1.2  # a passing or neighbouring six-four
    if before.inversion == 2 and step not in (0, 1, 2, 10, 11):
        cost += _UNRESOLVED
    if before.quality == "sus4" and after.chord.numeral != before.chord.numeral:
        cost += _SIX_FOUR
    return cost
