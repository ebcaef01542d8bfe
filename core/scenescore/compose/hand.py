"""The editor's hand: what is kept of an earlier score, and how the rest leans.

Dials bend what the mood asks for, beyond what its emotion usually allows; locks name what stays as
it was. What cannot be had together is refused in a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from math import isfinite
from types import MappingProxyType

from scenescore.compose.form import Phrase
from scenescore.emotion_music import Feel
from scenescore.errors import BadArgument
from scenescore.model import Cue, Mood, Score

_MOODS: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {"energy": (0.0, 0.5, 0.0), "brightness": (0.85, 0.0, 0.0), "tension": (0.0, 0.0, 0.7)}
)
"""What a full turn of a dial adds to valence, arousal and tension."""

_RATE = MappingProxyType({"energy": 0.3, "density": 0.9})
"""What a full turn multiplies the notes a second by, as a power of two."""

_ENERGY_VELOCITY, _ENERGY_ARTICULATION = 9.0, -0.08
_BRIGHTNESS_SEMITONES = 5.0
_SHORTEST, _LONGEST = 0.25, 1.05
_LOWEST, _HIGHEST = 40.0, 92.0


@dataclass(frozen=True, slots=True)
class Locks:
    """What stays exactly as it was.

    `theme` keeps every theme, `chords` every chord, `bars` stretches of bars counted from 1, both
    ends included, `parts` players by name, `cue` all of it. Bars and parts keep their chords, as
    those are what they were written to, and the themes, from which what is new goes on; chords,
    bars and parts keep the time.
    """

    theme: bool = False
    chords: bool = False
    bars: tuple[tuple[int, int], ...] = ()
    parts: tuple[str, ...] = ()
    cue: bool = False

    @property
    def time(self) -> bool:
        """Whether tempo and bars have to stay."""
        return self.chords or bool(self.bars or self.parts)

    @property
    def themes(self) -> bool:
        return self.theme or bool(self.bars or self.parts)

    @property
    def all_chords(self) -> bool:
        return self.chords or bool(self.parts)


@dataclass(frozen=True, slots=True)
class Hand:
    """Dials from -1 (less) to 1 (more), 0 as the mood has it; and locks."""

    energy: float = 0.0
    density: float = 0.0
    brightness: float = 0.0
    tension: float = 0.0
    locks: Locks = Locks()

    @property
    def dials(self) -> dict[str, float]:
        """The dials by name."""
        return {name: getattr(self, name) for name in DIALS}


DIALS = tuple(field.name for field in fields(Hand) if field.name != "locks")
IDLE = Hand()


def check_hand(hand: Hand, cue: Cue, previous: Score | None) -> None:
    """Raise BadArgument for a dial out of range, a lock on nothing, and what contradicts it."""
    for name, value in hand.dials.items():
        if not (isfinite(value) and -1 <= value <= 1):
            raise BadArgument(f"“{name}” is {value:g}.", "Dials go from -1 (less) to 1 (more).")
    locks = hand.locks
    if locks == IDLE.locks:
        return
    if previous is None:
        raise BadArgument("There is no earlier score to keep anything of.", "Compose it first.")
    if previous.cue != cue.uid:
        raise BadArgument(
            f"What is locked belongs to another cue than {cue.id}.", "Load the score of this cue."
        )
    turned = [name for name, value in hand.dials.items() if value]
    if locks.cue and turned:
        raise BadArgument(
            f"The whole cue is locked, so “{turned[0]}” cannot change it.",
            "Unlock the cue, or lock only some bars or parts.",
        )
    _check_bars(locks, previous)
    _check_parts(locks, previous)


def _check_bars(locks: Locks, previous: Score) -> None:
    count = len(previous.bars)
    for first, last in locks.bars:
        if not 1 <= first <= last <= count:
            raise BadArgument(
                f"Bars {first} to {last} cannot be locked.",
                f"The cue has bars 1 to {count}.",
            )


def _check_parts(locks: Locks, previous: Score) -> None:
    names = [part.name for part in previous.parts]
    for name in locks.parts:
        if name not in names:
            near = get_close_matches(name, names, n=1, cutoff=0.4) or names
            raise BadArgument(f"There is no part “{name}” to lock.", f"Perhaps {', '.join(near)}.")


def bent_cue(cue: Cue, hand: Hand) -> Cue:
    """The cue with its moods moved by the dials."""
    if not any(hand.dials.values()):
        return cue
    return replace(
        cue,
        mood=_bent_mood(cue.mood, hand),
        moods=tuple(replace(point, mood=_bent_mood(point.mood, hand)) for point in cue.moods),
    )


def _bent_mood(mood: Mood, hand: Hand) -> Mood:
    moved = [mood.valence, mood.arousal, mood.tension]
    for name, amounts in _MOODS.items():
        moved = [
            value + hand.dials[name] * amount for value, amount in zip(moved, amounts, strict=True)
        ]
    valence, arousal, tension = (max(-1.0, min(1.0, value)) for value in moved)
    return Mood(valence, arousal, tension, mood.emotion)


def bent_phrases(phrases: tuple[Phrase, ...], hand: Hand) -> tuple[Phrase, ...]:
    """The phrases with their feel moved by the dials, beyond the ranges of its emotion."""
    if not any(hand.dials.values()):
        return phrases
    return tuple(replace(phrase, feel=_bent_feel(phrase.feel, hand)) for phrase in phrases)


def _bent_feel(feel: Feel, hand: Hand) -> Feel:
    power = sum(share * hand.dials[name] for name, share in _RATE.items())
    shorter = feel.articulation + _ENERGY_ARTICULATION * hand.energy
    higher = feel.centre + _BRIGHTNESS_SEMITONES * hand.brightness
    return replace(
        feel,
        onsets=feel.onsets * 2**power,
        velocity=feel.velocity + _ENERGY_VELOCITY * hand.energy,
        articulation=min(_LONGEST, max(_SHORTEST, shorter)),
        centre=min(_HIGHEST, max(_LOWEST, higher)),
    )
