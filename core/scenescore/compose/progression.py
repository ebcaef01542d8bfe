"""Progressions: of several phrases that the grammar could say, the one that the scene wants.

Each candidate reaches the phrase's goal; they differ in how well their tension follows the cue's,
how much they leave the scale, and whether they repeat themselves.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

import numpy as np

from scenescore.compose.form import Cadence, Phrase
from scenescore.compose.grammar import Floats, Grammar, chord_tables
from scenescore.compose.keys import Key, Turn
from scenescore.compose.tension import tension_of
from scenescore.modes import ModeChord

_CANDIDATES = 12
_REPEATED, _OFF_TENSION, _OFF_BUDGET = 1.5, 3.0, 60.0

_FOREIGN = (0.15, 0.19)
"""Share of chord tones outside the scale that a phrase should have: none is bloodless, and scale
consistency of .80-.97 (MUSIC 5.2) allows for as many."""

_FOREIGN_MINOR = (0.18, 0.22)
"""The same in minor, whose leading tone stands outside the scale that it is written in."""

_SAID = 2.0
"""What each chord is worth that a returning phrase has in common with its first time."""

_LONG, _STRANDED = 5.0, 0.4
"""Seconds from which a chord that wants to go on is held too long, and what a second more costs."""

_ECHOED = 2.0
"""What each chord is worth that is the one its idea had the first time in the phrase: what is sung
again is harmonised again, as a ground of two bars."""

_UNSUNG = 3.0
"""What each strong tone of a theme costs that is not in its chord: a theme is harmonised, not bent
to what stands there."""

_RESTLESS = frozenset({"applied", "colour", "dominant"})

_OUTSIDE = 1e-6
"""Weight left to what a cadence does not want, so that no mode is without a way."""


_AT_REST = frozenset({"major", "minor"})
"""Qualities on which music can come to rest: in locrian, too."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a progression has to do: where it comes from, where it goes, what tension it follows.

    `arrived` is the cadence that lands on its first chord (None: it just begins), `before` the
    numeral heard last, `asked` one tension a chord and `seconds` one length, `foreign` the tones
    outside the scale and all tones so far, `beyond` the next phrase's key where a chord of both
    keys is to lead over, `earlier` what a phrase of the same material said, which is said again up
    to the cadence, `sung` the pitch classes that a theme will have over each chord,
    `echoes` for each the chord that stood at its place when the phrase's idea was said first.
    """

    key: Key
    phrase: Phrase
    arrived: Cadence | None
    turn: Turn | None
    before: str
    asked: tuple[float, ...]
    foreign: tuple[int, int] = (0, 0)
    beyond: Key | None = None
    earlier: tuple[ModeChord, ...] = ()
    seconds: tuple[float, ...] = ()
    sung: tuple[frozenset[int], ...] = ()
    echoes: tuple[int | None, ...] = ()


def progression(grammar: Grammar, task: Task, rng: random.Random) -> list[ModeChord]:
    """As many chords as tensions are asked for, towards the phrase's goal."""
    if task.phrase.goal == "final":
        home = _wanted(grammar, "tonic")
        return [grammar.chords[int(np.argmax(home))]] * len(task.asked)
    drawn = [_draw(grammar, task, rng) for _ in range(_CANDIDATES)]
    if task.earlier:
        drawn += [_said_again(task, chords) for chords in drawn]
    if any(echo is not None for echo in task.echoes):
        drawn += [_echoed(task, chords) for chords in drawn]
    return min(drawn, key=lambda chords: _cost(chords, task))


def _said_again(task: Task, chords: Sequence[ModeChord]) -> list[ModeChord]:
    """The earlier beginning with a new approach and, if it falls into this phrase, cadence.

    Where a cadence lands elsewhere than at home, its chord stays the first. A ground goes round
    whole.
    """
    round_again = task.phrase.role == "ground" and task.phrase.goal != "close"
    new = 0 if round_again else 1 if task.phrase.lands else 2
    kept = max(1, min(len(task.earlier), len(chords) - new))
    while 1 < kept < len(chords) and _falls_back(task.earlier[kept - 1], chords[kept]):
        kept -= 1
    begun = 0 if _opening(task) in ("opening", "tonic") else 1
    return [*chords[:begun], *task.earlier[begun:kept], *chords[max(begun, kept) :]]


def _echoed(task: Task, chords: Sequence[ModeChord]) -> list[ModeChord]:
    """The chords with those of the first idea where it is said again, up to the cadence."""
    kept = len(chords) - (1 if task.phrase.lands else 2)
    found = [*chords]
    for place, echo in enumerate(task.echoes[:kept]):
        if echo is not None:
            found[place] = found[echo]
    while kept and kept < len(found) and _falls_back(found[kept - 1], found[kept]):
        kept -= 1
        found[kept] = chords[kept]
    return found


def _falls_back(chord: ModeChord, following: ModeChord) -> bool:
    """Whether a chord that wants to go home is led away from it."""
    return chord.function == "dominant" and following.function == "predominant"


def _draw(grammar: Grammar, task: Task, rng: random.Random) -> list[ModeChord]:
    count = len(task.asked)
    where, approach = _opening(task), _approach(grammar, task)
    opening, at_once = _wanted(grammar, where), where != "onward"
    cadence = chord_tables()["cadences"][task.phrase.cadence]
    if task.phrase.lands or not cadence["arrival"] or count < 3:
        return grammar.draw(opening, approach, count, rng, at_once=at_once)
    arrival = _wanted(grammar, cadence["arrival"])
    chords = grammar.draw(opening, approach, count - 1, rng, at_once=at_once)
    return [*chords, rng.choices(grammar.chords, list(arrival))[0]]


def _opening(task: Task) -> str:
    """What the phrase begins with: where a cadence lands, home, or something in passing."""
    if task.turn is not None:
        return "opening"
    if task.arrived is not None:
        return str(chord_tables()["cadences"][task.arrived]["arrival"]) or "onward"
    home = task.phrase.index == 0 or task.phrase.material == "A"
    return "opening" if home else "onward"


def _approach(grammar: Grammar, task: Task) -> Floats:
    """How welcome each chord is as that which the phrase leads to before its cadence closes."""
    wanted = chord_tables()["cadences"][task.phrase.cadence]["approach"]
    weights = _by_function(grammar, wanted)
    if task.beyond is None:
        return weights
    # A pivot belongs to both keys: all its tones lie in the scale that is to come.
    common = [
        set(pitch_classes(chord, task.key)) <= task.beyond.pitch_classes for chord in grammar.chords
    ]
    weights = _by_function(grammar, {"predominant": 1.0, "tonic": 0.7, "dominant": 0.3})
    return np.where(common, weights, weights * 0.02)


def _wanted(grammar: Grammar, arrival: str) -> Floats:
    return _by_function(grammar, chord_tables()["arrivals"][arrival])


def _by_function(grammar: Grammar, wanted: dict[str, float]) -> Floats:
    """Weights of chords by function, times their use; `root` is the tonic's own triad."""
    found = []
    for chord in grammar.chords:
        home = chord.root == 0 and chord.function == "tonic" and chord.quality in _AT_REST
        weight = wanted.get("root" if home else chord.function, 0.0)
        found.append(max(_OUTSIDE, weight * chord.weight))
    return np.array(found)


def _cost(chords: Sequence[ModeChord], task: Task) -> float:
    """What a candidate costs by itself."""
    row = [task.before, *(chord.numeral for chord in chords)]
    cost = _REPEATED * sum(a == b for a, b in pairwise(row))
    levels = [level_of(chord, task.key) for chord in chords]
    off = sum(abs(level - asked) for level, asked in zip(levels, task.asked, strict=True))
    cost += _OFF_TENSION * off / len(chords)
    begun = 0 if _opening(task) in ("opening", "tonic") else 1
    pairs = zip(chords[begun:], task.earlier[begun:], strict=False)
    cost -= _SAID * sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    cost += sum(
        _STRANDED * (seconds - _LONG)
        for chord, seconds in zip(chords, task.seconds, strict=False)
        if seconds > _LONG and chord.function in _RESTLESS
    )
    cost += _unlike_the_theme(chords, task)
    return cost + _OFF_BUDGET * _off_budget(chords, task)


def _unlike_the_theme(chords: Sequence[ModeChord], task: Task) -> float:
    """What chords cost that lack a theme's strong tones, less those that its idea had before."""
    missing = sum(
        len(tones - set(pitch_classes(chord, task.key)))
        for chord, tones in zip(chords, task.sung, strict=False)
    )
    echoed = sum(
        echo is not None and chords[echo] == chord
        for chord, echo in zip(chords, task.echoes, strict=False)
    )
    return _UNSUNG * missing - _ECHOED * echoed


def _off_budget(chords: Sequence[ModeChord], task: Task) -> float:
    """How far the share of tones outside the scale, all phrases so far included, is off."""
    outside, total = (a + b for a, b in zip(foreign(chords, task.key), task.foreign, strict=True))
    share = outside / max(1, total)
    low, high = _FOREIGN_MINOR if task.key.mode.table == "minor" else _FOREIGN
    high = high + 0.03 * max(0.0, task.phrase.feel.row.colour - 0.4)
    return max(0.0, low - share, share - high)


def foreign(chords: Sequence[ModeChord], key: Key) -> tuple[int, int]:
    """Chord tones outside the scale, and all chord tones."""
    tones = [tone for chord in chords for tone in pitch_classes(chord, key)]
    return sum(tone not in key.pitch_classes for tone in tones), len(tones)


@lru_cache(maxsize=8192)
def level_of(chord: ModeChord, key: Key) -> float:
    """Tension of the plain chord in its key, 0…1."""
    return tension_of(frozenset(pitch_classes(chord, key)), key.tonic, key.mode.minor).level


@lru_cache(maxsize=8192)
def pitch_classes(chord: ModeChord, key: Key) -> tuple[int, ...]:
    """Pitch classes of the plain chord from the root up."""
    steps = chord_tables()["qualities"][chord.quality]
    return tuple((key.tonic + chord.root + step) % 12 for step in steps)
