"""Melody: the theme and its developments laid over the chords, phrase by phrase, where nobody speaks.

The rhythm and the moves come from the cells of the development; pitches are found by beam search
(see `contour`, `pitching`), which keeps a theme's moves and bends them where the chord asks for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from scenescore.compose.development import Cell, Treatment, plan_development
from scenescore.compose.form import Phrase
from scenescore.compose.harmony import Harmony
from scenescore.compose.pitching import Ladder, Voice, Wish, chord_index, sing
from scenescore.compose.recognition import theme_bars
from scenescore.compose.shape import Shape, shape_of
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import CLEAR, Plan
from scenescore.compose.theme import Motif
from scenescore.model import Cue, ThemeUse
from scenescore.palettes import Palette, Player

__all__ = ["Tone", "chord_index", "write_melody"]

_SPAN = 9
"""Semitones that the melody may leave its centre, either way."""

_NARROWEST = 14
"""Semitones a melody is given at least, also where its player's register ends."""

_BREATH = Fraction(3, 4)
_CUT = Fraction(1, 2)
"""Beats that a note must sound before a line begins."""

_PRICES = MappingProxyType(
    {"theme": 3.2, "answer": 1.4, "rhythm": 0.0, "cadence": 0.5, "final": 0.0}
)
"""What leaving the motif by a move costs, by the kind of cell."""

_AGAIN = 3.0
"""What leaving the earlier phrase costs where a phrase returns."""


@dataclass(frozen=True, slots=True)
class Tone:
    """A note of the melody or counter-melody: beat, length, pitch, and the phrase it belongs to.

    `player` names the palette's player who has it; `theme` what it states, "" for free notes.
    """

    beat: Fraction
    beats: Fraction
    pitch: int
    phrase: int
    player: str = ""
    theme: str = ""


def write_melody(
    cue: Cue,
    plan: Plan,
    phrases: Sequence[Phrase],
    harmony: Harmony,
    speech: SpeechWindows,
    palette: Palette,
    given: Mapping[str, Motif],
) -> tuple[tuple[Tone, ...], tuple[ThemeUse, ...]]:
    """The melody of a cue and the bars in which its themes are truly heard."""
    treatments = plan_development(cue, plan, phrases, speech, given)
    ladder = Ladder(harmony)
    tones: list[Tone] = []
    sung: dict[int, dict[Fraction, tuple[int, float]]] = {}
    for treatment in treatments:
        player = singer(palette, treatment, treatments)
        if player is None:
            continue
        phrase = treatment.phrase
        wishes = _wishes(cue, plan, treatment, speech, sung)
        before = tones[-1].pitch if tones else None
        pitches = sing(wishes, _voice(phrase, player), ladder, before)
        sung[phrase.index] = {
            wish.beat - phrase.start: (pitch, ladder.height(wish.beat, pitch))
            for wish, pitch in zip(wishes, pitches, strict=True)
        }
        tones += [
            Tone(wish.beat, wish.beats, pitch, phrase.index, player.name, treatment.theme.name)
            for wish, pitch in zip(wishes, pitches, strict=True)
        ]
    return tuple(tones), theme_bars(plan, ladder, tones, treatments)


def singer(
    palette: Palette, treatment: Treatment, treatments: Sequence[Treatment]
) -> Player | None:
    """The melody player of a phrase: those whose register suits it take turns by section and label.

    None where every one of them rests.
    """
    phrase = treatment.phrase
    fitting = [p for p in palette.role("melody") if p.enters <= phrase.feel.arousal < p.leaves]
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
    sung: Mapping[int, Mapping[Fraction, tuple[int, float]]],
) -> list[Wish]:
    """The onsets of a phrase with all that is asked of their pitches."""
    shape = shape_of(cue, treatment.phrase)
    wishes = [wish for cell in treatment.cells for wish in _of_cell(cell, treatment, shape)]
    wishes = [wish for wish in _clear(wishes, plan) if not _covered(wish, speech)]
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


def _clear(wishes: Sequence[Wish], plan: Plan) -> list[Wish]:
    """Wishes without those beside a hit, where nothing may begin; the note before goes on instead."""
    kept: list[Wish] = []
    skipped = 0.0
    for wish in wishes:
        if kept and _beside_hit(wish.beat, plan):
            if kept[-1].beat + kept[-1].beats == wish.beat:
                kept[-1] = replace(kept[-1], beats=kept[-1].beats + wish.beats)
            skipped += wish.move or 0.0
            continue
        if not kept and _beside_hit(wish.beat, plan):
            continue
        move = None if wish.move is None else wish.move + skipped
        kept.append(replace(wish, move=move))
        skipped = 0.0
    return kept


def _beside_hit(beat: Fraction, plan: Plan) -> bool:
    place = bisect_left(plan.struck, beat)
    moment = plan.seconds(beat)
    near = plan.struck[max(0, place - 1) : place + 1]
    return beat not in near and any(abs(plan.seconds(hit) - moment) < CLEAR for hit in near)


def _covered(wish: Wish, speech: SpeechWindows) -> bool:
    """Whether a note would begin under speech, or be cut short by it almost at once."""
    following = speech.next_start(wish.beat)
    cut = following is not None and following < wish.beat + min(wish.beats, _CUT)
    return cut or speech.covers(wish.beat)


def _recalled(
    wishes: Sequence[Wish],
    treatment: Treatment,
    before: Mapping[Fraction, tuple[int, float]],
) -> list[Wish]:
    """The wishes of a phrase that returns: the moves of its first time, wherever it had that note.

    Only the cadence is sought anew, as the phrase may close otherwise.
    """
    places = list(before)
    found: list[Wish] = []
    closing = min((c.beat for c in treatment.cells if c.kind == "cadence"), default=None)
    for wish in wishes:
        place = wish.beat - treatment.phrase.start
        at = bisect_left(places, place)
        known = at < len(places) and places[at] == place
        if not known or (closing is not None and wish.beat > closing):
            found.append(wish)
        elif not found:
            found.append(replace(wish, pitch=before[place][0]))
        elif at and found[-1].beat - treatment.phrase.start == places[at - 1]:
            move = before[place][1] - before[places[at - 1]][1]
            found.append(replace(wish, move=move, price=_AGAIN))
        else:
            found.append(wish)
    return found
