"""Melody: the theme and its developments over the chords, phrase by phrase, where nobody speaks.

The rhythm and the moves come from the cells of the development; pitches are found by beam search
(see `shape`, `pitching`), which keeps a theme's moves and bends them where the chord asks for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from scenescore.compose.counter import write_counter
from scenescore.compose.development import Cell, Treatment, plan_development
from scenescore.compose.form import Phrase
from scenescore.compose.harmony import Harmony
from scenescore.compose.openings import clear_of_hits, covered
from scenescore.compose.pitching import Ladder, Tone, Voice, Wish, chord_index, sing
from scenescore.compose.players import takes_part
from scenescore.compose.recognition import theme_bars
from scenescore.compose.shape import Shape, shape_of
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.compose.theme import Motif
from scenescore.model import Cue, ThemeUse
from scenescore.palettes import Palette, Player

__all__ = ["Tone", "chord_index", "write_melody"]

_SPAN = 12
"""Semitones that the melody may leave its centre, either way."""

_NARROWEST = 14
"""Semitones a melody is given at least, also where its player's register ends."""

_BREATH = Fraction(3, 4)
_PRICES = MappingProxyType(
    {"theme": 8.0, "answer": 1.8, "rhythm": 0.0, "cadence": 0.5, "final": 0.0}
)
"""What leaving the motif by a move costs, by the kind of cell."""

_AGAIN = 5.0
"""What leaving the earlier phrase costs where a phrase returns."""


def write_melody(
    cue: Cue,
    plan: Plan,
    phrases: Sequence[Phrase],
    harmony: Harmony,
    speech: SpeechWindows,
    palette: Palette,
    given: Mapping[str, Motif],
) -> tuple[tuple[Tone, ...], tuple[ThemeUse, ...]]:
    """Melody and counter-melody of a cue, and the bars in which the melody truly has its themes."""
    treatments = plan_development(cue, plan, phrases, speech, given)
    ladder = Ladder(harmony)
    tones: list[Tone] = []
    sung: dict[int, dict[Fraction, float]] = {}
    for treatment in treatments:
        player = singer(palette, treatment, treatments)
        if player is None:
            continue
        phrase = treatment.phrase
        wishes = _wishes(cue, plan, treatment, speech, sung)
        before = tones[-1].pitch if tones else None
        pitches = sing(wishes, _voice(phrase, player), ladder, before)
        sung[phrase.index] = {
            wish.beat - phrase.start: ladder.height(wish.beat, pitch)
            for wish, pitch in zip(wishes, pitches, strict=True)
        }
        tones += [
            Tone(wish.beat, wish.beats, pitch, phrase.index, player.name, treatment.theme.name)
            for wish, pitch in zip(wishes, pitches, strict=True)
        ]
    counter = write_counter(plan, treatments, ladder, tones, speech, palette)
    return (*tones, *counter), theme_bars(plan, ladder, tones, treatments)


def singer(
    palette: Palette, treatment: Treatment, treatments: Sequence[Treatment]
) -> Player | None:
    """The melody player of a phrase: those whose register suits it take turns by section and label.

    None where every one of them rests.
    """
    phrase = treatment.phrase
    fitting = [p for p in palette.role("melody") if takes_part(p, phrase)]
    if not fitting:
        return None
    away = [abs(_centre(phrase.feel.centre, player) - phrase.feel.centre) for player in fitting]
    near = [p for p, far in zip(fitting, away, strict=True) if far <= min(away) + 4]
    contrast = phrase.label not in ("A", "") and treatment.use != "final"
    turn = phrase.section + contrast
    return near[turn % len(near)]


def _centre(wanted: float, player: Player) -> float:
    """The melody's centre moved as little as the player's register asks for."""
    low, high = player.pitches
    half = min(_NARROWEST / 2, (high - low) / 2)
    return min(high - half, max(low + half, wanted))


def _voice(phrase: Phrase, player: Player) -> Voice:
    centre = round(_centre(phrase.feel.centre, player))
    low, high = player.pitches
    return Voice(max(low, centre - _SPAN), min(high, centre + _SPAN), centre)


def _wishes(
    cue: Cue,
    plan: Plan,
    treatment: Treatment,
    speech: SpeechWindows,
    sung: Mapping[int, Mapping[Fraction, float]],
) -> list[Wish]:
    """The onsets of a phrase with all that is asked of their pitches."""
    shape = shape_of(cue, treatment.phrase)
    wishes = [wish for cell in treatment.cells for wish in _of_cell(cell, treatment, shape)]
    wishes = [w for w in clear_of_hits(wishes, plan) if not covered(w.beat, w.beats, speech)]
    if treatment.returns is not None:
        return _recalled(wishes, treatment, sung.get(treatment.returns, {}))
    return wishes


def _of_cell(cell: Cell, treatment: Treatment, shape: Shape) -> list[Wish]:
    phrase = treatment.phrase
    price = _PRICES[cell.kind]
    steps = (None, *cell.motif.steps)
    found = []
    for index, (onset, length) in enumerate(zip(cell.motif.onsets, cell.motif.rhythm, strict=True)):
        beat = cell.beat + onset
        last = index == len(steps) - 1
        # A phrase breathes before the next one begins.
        sounding = length * _BREATH if cell.breath and last and length > 1 else length
        found.append(
            Wish(
                beat=beat,
                beats=sounding,
                move=steps[index] if price else None,
                price=price,
                strong=onset % 2 == 0 or (last and cell.kind == "cadence"),
                height=shape.at(float((beat - phrase.start) / (phrase.end - phrase.start))),
                degree=cell.motif.degrees[0] if index == 0 and cell.kind == "theme" else None,
                closes=last and cell.kind == "cadence" and phrase.goal == "close",
            )
        )
    return found


def _recalled(
    wishes: Sequence[Wish],
    treatment: Treatment,
    before: Mapping[Fraction, float],
) -> list[Wish]:
    """The wishes of a phrase that returns: the moves of its first time, wherever it had that note.

    Only a last note that closes is sought anew.
    """
    places = list(before)
    found: list[Wish] = []
    for wish in wishes:
        place = wish.beat - treatment.phrase.start
        at = bisect_left(places, place)
        if at >= len(places) or places[at] != place or wish.closes:
            found.append(wish)
            continue
        followed = found and at and found[-1].beat - treatment.phrase.start == places[at - 1]
        move = before[place] - before[places[at - 1]] if followed else None
        if wish.price > _AGAIN:  # a theme's own moves stand above what was made of them
            found.append(replace(wish, memory=before[place]))
        else:
            found.append(replace(wish, move=move, price=_AGAIN, memory=before[place]))
    return found
