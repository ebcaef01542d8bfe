"""What locks keep of an earlier score when the notes are there: bars and parts, note for note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from scenescore.compose.hand import Hand, Locks
from scenescore.compose.keeping import Stretch, stretches_of
from scenescore.model import Control, Note, Part, Score, ThemeUse

_SHORTEST = Fraction(1, 16)


def kept_notes(score: Score, hand: Hand, previous: Score) -> Score:
    """A new score with the earlier one's notes where bars and parts are locked."""
    stretches = stretches_of(hand.locks, previous.bars)
    old = {part.name: part for part in previous.parts}
    parts = []
    for part in score.parts:
        before = old.pop(part.name, replace(part, notes=(), controls=()))
        if part.name in hand.locks.parts:
            parts.append(before)
        elif stretches:
            parts.append(_spliced(part, before, stretches))
        else:
            parts.append(part)
    for before in old.values():  # who plays in locked music only
        if before.name in hand.locks.parts:
            parts.append(before)
        elif stretches:
            parts.append(_spliced(replace(before, notes=(), controls=()), before, stretches))
    sounding = tuple(part for part in parts if part.notes)
    return replace(score, parts=sounding, themes=_themes(score, hand.locks, previous))


def _spliced(new: Part, old: Part, stretches: Sequence[Stretch]) -> Part:
    """The new part with the old one's notes and controllers in some stretches."""
    kept = [note for note in old.notes if any(sounds_in(note, *one) for one in stretches)]
    fresh = [_making_way(note, kept, stretches) for note in new.notes]
    notes = (*kept, *(note for note in fresh if note is not None))
    return replace(
        new,
        notes=tuple(sorted(notes, key=lambda note: (note.beat, note.pitch))),
        controls=_spliced_controls(new, old, stretches),
    )


def _making_way(note: Note, kept: Sequence[Note], stretches: Sequence[Stretch]) -> Note | None:
    """A new note that ends where locked music begins; None where nothing of it is left."""
    same = [one for one in kept if one.pitch == note.pitch]
    taken = any(low <= note.beat < high for low, high in stretches)
    if taken or any(one.beat <= note.beat < one.beat + one.beats for one in same):
        return None
    following = [low for low, _ in stretches if low > note.beat]
    following += [one.beat for one in same if one.beat > note.beat]
    beats = min([note.beats, *(beat - note.beat for beat in following)])
    return replace(note, beats=beats) if beats >= min(_SHORTEST, note.beats) else None


def sounds_in(note: Note, low: Fraction, high: Fraction) -> bool:
    """Whether a note sounds in a stretch: one tied into it stays whole."""
    return note.beat < high and note.beat + note.beats > low


def _spliced_controls(new: Part, old: Part, stretches: Sequence[Stretch]) -> tuple[Control, ...]:
    """Controllers of both, each number set anew where its owner changes."""
    found = [c for c in new.controls if not any(low <= c.beat < high for low, high in stretches)]
    numbers = {control.number for control in (*new.controls, *old.controls)}
    for low, high in stretches:
        found += [c for c in old.controls if low <= c.beat < high]
        for number in sorted(numbers):
            for part, beat in ((old, low), (new, high)):
                value = _value_at(part.controls, number, beat)
                taken = any(c.beat == beat and c.number == number for c in found)
                if value is not None and not taken:
                    found.append(Control(beat, number, value))
    return tuple(sorted(found, key=lambda control: (control.beat, control.number)))


def _value_at(controls: Sequence[Control], number: int, beat: Fraction) -> int | None:
    past = [c.value for c in controls if c.number == number and c.beat <= beat]
    return past[-1] if past else None


def _themes(score: Score, locks: Locks, previous: Score) -> tuple[ThemeUse, ...]:
    """Where themes are heard: in locked bars as before, elsewhere as written now."""
    locked = {bar for first, last in locks.bars for bar in range(first, last + 1)}
    if not locked:
        return score.themes
    uses = {use.name: use for use in (*previous.themes, *score.themes)}
    heard: dict[str, set[int]] = {name: set() for name in uses}
    for use in score.themes:
        heard[use.name] |= set(use.bars) - locked
    for use in previous.themes:
        heard[use.name] |= set(use.bars) & locked
    return tuple(
        replace(uses[name], bars=tuple(sorted(bars))) for name, bars in heard.items() if bars
    )
