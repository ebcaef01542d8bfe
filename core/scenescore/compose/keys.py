"""Keys: one home for the whole edit, a related key for every cue, and turns of key inside a cue.

The tonics of all cues lie in one pentatonic round the home tonic, so that none is a semitone or a
tritone from another, whichever cues overlap; each is chosen by its own cue alone, so that a new cue
moves no other. The mode is the lever of valence (MUSIC 1.3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from types import MappingProxyType
from typing import Any, Literal

from scenescore.compose.form import Phrase
from scenescore.model import Cue
from scenescore.modes import Mode, load_modes
from scenescore.seeds import stream
from scenescore.tables import read_table

Turn = Literal["stay", "pivot", "mediant"]
"""How a new key is reached: over the old tonic, over a chord of both, or by a leap of thirds."""

_STEP_OF_VALENCE = 0.8
"""Valence off the emotion's usual place that moves the mode by one step of brightness."""

_APART = 1.5
"""Fifths of difference between two signatures that make a key e times less likely."""


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic (pitch class) and a mode."""

    tonic: int
    mode: Mode

    @property
    def pitch_classes(self) -> frozenset[int]:
        return frozenset((self.tonic + step) % 12 for step in self.mode.scale)

    @property
    def fifths(self) -> int:
        """Sharps (flats below 0) of its signature, round the circle of fifths."""
        return (7 * self.tonic + self.mode.signature) % 12


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """The key of every phrase, and how the phrase comes into it where it is a new one."""

    keys: tuple[Key, ...]
    turns: tuple[Turn | None, ...]


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Any]:
    return MappingProxyType(read_table("keys.toml"))


def home_tonic(seed: int) -> int:
    """The pitch class to which all cues of an edit relate."""
    return stream(seed, "home").randrange(12)


def plan_keys(cue: Cue, phrases: Sequence[Phrase]) -> KeyPlan:
    """A key for every phrase: the cue's own, and new ones where the mood turns."""
    first = _first_key(cue, phrases[0])
    if cue.follows.tonic is not None:
        return KeyPlan((first,) * len(phrases), (None,) * len(phrases))
    keys = [first]
    known: dict[object, Key] = {phrases[0].feel.row.at: first}
    found: list[Turn | None] = [None]
    for phrase in phrases[1:]:
        key: Key = keys[-1]
        turn: Turn | None = None
        if phrase.turn:
            key, turn = _turned(cue, phrase, key, known)
        known.setdefault(phrase.feel.row.at, key)
        keys.append(key)
        found.append(turn)
    return KeyPlan(tuple(keys), tuple(found))


def key_of(cue: Cue, phrase: Phrase) -> Key:
    """The key that a cue has in the mood of a phrase, were it the cue's first."""
    return _first_key(cue, phrase)


def _first_key(cue: Cue, phrase: Phrase) -> Key:
    if cue.follows.tonic is not None:
        return Key(cue.follows.tonic, load_modes()["aeolian" if cue.follows.minor else "ionian"])
    home, mode = home_tonic(cue.seed), mode_of(cue, phrase)
    weights = {}
    for step, weight in _tables()["relations"].items():
        key = Key((home + int(step)) % 12, mode)
        weights[key] = weight * exp(-_distance(key.fifths, 7 * home % 12) / _APART)
    rng = stream(cue.seed, cue.uid, "tonic", mode.name)
    return rng.choices([*weights], [*weights.values()])[0]


def mode_of(cue: Cue, phrase: Phrase) -> Mode:
    """The mode of the emotion, brighter or darker by whole steps as the valence leans off it."""
    weights = phrase.feel.row.modes
    rng = stream(cue.seed, cue.uid, "mode", "/".join(weights))
    name = rng.choices([*weights], [*weights.values()])[0]
    lean = phrase.feel.valence - phrase.feel.row.at[0]
    ladder = sorted(load_modes().values(), key=lambda mode: mode.brightness)
    place = ladder.index(load_modes()[name]) + int(lean / _STEP_OF_VALENCE)
    return ladder[min(len(ladder) - 1, max(0, place))]


def _distance(a: int, b: int) -> int:
    return min((a - b) % 12, (b - a) % 12)


def _turned(cue: Cue, phrase: Phrase, before: Key, known: Mapping[object, Key]) -> tuple[Key, Turn]:
    """The key of a new mood: the one it had before, or a near, a mixed, or a mediant one."""
    rng = stream(cue.seed, cue.uid, "turn", phrase.section)
    mode = mode_of(cue, phrase)
    again = known.get(phrase.feel.row.at)
    if again is not None:
        return again, "stay" if again.tonic == before.tonic else "pivot"
    table = _tables()["turns"]["hit" if phrase.on_hit else "open"]
    turn: Turn = rng.choices([*table], [*table.values()])[0]
    if turn == "stay":
        return Key(before.tonic, mode), turn
    if turn == "mediant":
        brighter = mode.brightness >= before.mode.brightness
        steps = _tables()["mediants"]["brighter" if brighter else "darker"]
        return Key((before.tonic + rng.choice(steps)) % 12, mode), turn
    near = [Key(tonic, mode) for tonic in range(12)]
    near = [key for key in near if _distance(key.fifths, before.fifths) <= 1]
    return rng.choice(near), turn
