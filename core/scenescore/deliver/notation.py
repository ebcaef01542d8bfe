"""How a key, a metre and a bar are written, in reports and in MIDI."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from scenescore.model import Bar, Score

_MAJOR = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_MINOR = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B")
"""Tonics by pitch class, spelled as their key signatures are in use."""

_MINOR_THIRD = {"aeolian", "dorian", "phrygian", "locrian", "minor", "harmonic minor"}
_COMMON = {"ionian": "major", "aeolian": "minor"}


def is_minor(score: Score) -> bool:
    """Whether the mode's third is minor: which of the two key signatures lies nearest."""
    return score.mode.replace("_", " ") in _MINOR_THIRD


def tonic_name(score: Score) -> str:
    return pitch_name(score.tonic, score)


def pitch_name(pitch_class: int, score: Score) -> str:
    """A pitch class as it is spelled in the score's kind of key."""
    return (_MINOR if is_minor(score) else _MAJOR)[pitch_class % 12]


def key_name(score: Score) -> str:
    """ "D minor", "Eb major", "D dorian"."""
    return f"{tonic_name(score)} {_COMMON.get(score.mode, score.mode.replace('_', ' '))}"


def midi_key(score: Score) -> str:
    """The nearest key a MIDI file can name: that of the same tonic, major or minor."""
    return tonic_name(score) + ("m" if is_minor(score) else "")


def metre_name(bar: Bar) -> str:
    return f"{bar.numerator}/{bar.denominator}"


def main_metre(score: Score) -> str:
    """The metre of most bars; "" without bars."""
    counted = Counter(metre_name(bar) for bar in score.bars)
    return counted.most_common(1)[0][0] if counted else ""


def metre_changes(score: Score) -> list[tuple[int, str]]:
    """Bar numbers (from 1) at which a metre begins, with its name."""
    names = [metre_name(bar) for bar in score.bars]
    return [(i + 1, name) for i, name in enumerate(names) if i == 0 or name != names[i - 1]]


def bar_beat(score: Score, bar: int) -> Fraction | None:
    """The beat on which bar number `bar` (from 1) begins, or None where there is no such bar."""
    return score.bars[bar - 1].beat if 1 <= bar <= len(score.bars) else None


def runs(numbers: tuple[int, ...]) -> list[tuple[int, int]]:
    """First and last of every unbroken run: (1, 2, 3, 7) gives (1, 3) and (7, 7)."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
