"""Parallel fifths, octaves and unisons between the independent voices of a score.

MUSIC 4.4 and 5.2 ask for parallels *between independent voices*, as doubling is normal texture.
What is independent is read from who plays, never from how the notes happen to move:

* Melody and counter-melody are a voice each (their highest note), every bass is one (its lowest).
  Accompaniment figures, pulses, drums and accents are no voices, but figures on a chord.
* All pads together are one section of as many voices as there are pitches in its chord: horns that
  hold what the strings hold double them, as an orchestrator means it, and add no voice. From chord
  to chord the voices keep their order; where their number changes, outer voices go on to outer ones
  and the inner ones the shortest way.
* Two basses in unison or octaves are one line, doubled; in fifths they are a fault.

Nothing else counts as a doubling. Two of these voices that move the same way into the interval of
a perfect fifth, octave or unison that they came from are a parallel, however often they do so and
however short they meet: a tune that falls in with an inner voice for two notes, too. A voice that
has rested for longer than a bar begins anew.

A transition is an onset at which two voices or more begin a note. One onset may hold several
parallels, so that the rate can pass 100.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import NamedTuple

from scenescore.compose.parallels import joined
from scenescore.model import Note, Part, Score

_REST = Fraction(4)
"""Beats of silence after which a voice begins anew."""

Moves = dict[Fraction, tuple[int, int]]
"""Onset -> the pitch before it and its own."""


class Voice(NamedTuple):
    """One line and the role of its players; `onsets` are all of them, `moves` those joined."""

    role: str
    onsets: frozenset[Fraction]
    moves: Moves


def parallels(score: Score) -> tuple[int, int]:
    """Parallels between independent voices, and transitions looked at."""
    voices = _voices(score)
    heard = 0
    for one, other in combinations(voices, 2):
        doubling = one.role == other.role == "bass"
        for beat in one.moves.keys() & other.moves.keys():
            perfect = _parallel(one.moves[beat], other.moves[beat])
            heard += perfect is not None and not (doubling and perfect == 0)
    together = Counter(beat for voice in voices for beat in voice.onsets)
    return heard, sum(count > 1 for count in together.values())


def _parallel(one: tuple[int, int], other: tuple[int, int]) -> int | None:
    """0 for parallel octaves and unisons, 7 for fifths, None for anything else (fourths too)."""
    low, high = sorted((one, other))
    if (low[1] - low[0]) * (high[1] - high[0]) <= 0:
        return None
    before, now = (high[0] - low[0]) % 12, (high[1] - low[1]) % 12
    crossed_fourth = now == 7 and high[1] < low[1]
    return now if before == now and now in (0, 7) and not crossed_fourth else None


def _voices(score: Score) -> list[Voice]:
    lines = [_line(part) for part in score.parts if part.role in ("melody", "counter", "bass")]
    pads = [note for part in score.parts if part.role == "pad" for note in part.notes]
    return [voice for voice in (*lines, *_section(pads)) if voice.onsets]


def _line(part: Part) -> Voice:
    """The outer note of a part, from each onset to the next."""
    outer: dict[Fraction, Note] = {}
    side = -1 if part.role == "bass" else 1
    for note in part.notes:
        known = outer.get(note.beat)
        if known is None or side * note.pitch > side * known.pitch:
            outer[note.beat] = note
    moves = {
        now.beat: (before.pitch, now.pitch)
        for before, now in pairwise(outer[beat] for beat in sorted(outer))
        if now.beat - before.beat - before.beats <= _REST
    }
    return Voice(part.role, frozenset(outer), moves)


def _section(notes: Sequence[Note]) -> list[Voice]:
    """The voices of all pads together, from the bottom up."""
    beats = sorted({note.beat for note in notes})
    chords = {beat: _sounding(notes, beat) for beat in beats}
    found: dict[int, Moves] = defaultdict(dict)
    for earlier, beat in pairwise(beats):
        before, now = chords[earlier], chords[beat]
        for place, (pitch, following) in enumerate(joined(sorted(before), sorted(now))):
            if beat - before[pitch] <= _REST:
                found[place][beat] = (pitch, following)
    return [Voice("pad", frozenset(beats), moves) for moves in found.values()]


def _sounding(notes: Sequence[Note], beat: Fraction) -> dict[int, Fraction]:
    """Pitches that sound at a beat, and when they end."""
    return {n.pitch: n.beat + n.beats for n in notes if n.beat <= beat < n.beat + n.beats}
