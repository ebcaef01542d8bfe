"""Melody: the theme and its developments over the chords, phrase by phrase, where nobody speaks.

The rhythm and the moves come from the cells of the development; pitches are found by beam search
(see `shape`, `pitching`), which keeps a theme's moves and bends them where the chord asks for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType

from scenescore.compose.cells import Cell, CellKind
from scenescore.compose.counter import write_counter
from scenescore.compose.development import Treatment
from scenescore.compose.form import Phrase
from scenescore.compose.harmony import Harmony
from scenescore.compose.openings import clear_of_hits, covered
from scenescore.compose.pitching import sing
from scenescore.compose.players import takes_part
from scenescore.compose.recognition import theme_bars
from scenescore.compose.shape import Shape, shape_of
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.compose.tones import Ladder, Place, Tone, Voice, Wish, chord_index
from scenescore.model import Cue, ThemeUse
from scenescore.palettes import Palette, Player

__all__ = ["Tone", "chord_index", "write_melody"]

_SPAN = 12
"""Semitones that the melody may leave its centre, either way."""

_NARROWEST = 14
"""Semitones a melody is given at least, also where its player's register ends."""

_BREATH = Fraction(3, 4)
_PRICES = MappingProxyType(
    {"theme": 8.0, "answer": 1.8, "variation": 1.8, "rhythm": 0.0, "cadence": 0.5, "final": 0.0}
)
"""What leaving the motif by a move costs, by the kind of cell."""

_AGAIN = 5.0
"""What leaving the earlier phrase costs where a phrase returns."""

_Numbered = tuple[int, Cell]
"""A cell, and how many of its kind stand before it in the phrase."""


def write_melody(
    cue: Cue,
    plan: Plan,
    treatments: Sequence[Treatment],
    harmony: Harmony,
    speech: SpeechWindows,
    palette: Palette,
) -> tuple[tuple[Tone, ...], tuple[ThemeUse, ...]]:
    """Melody and counter-melody of a cue, and the bars in which the melody truly has its themes."""
    ladder = Ladder(harmony)
    tones: list[Tone] = []
    sung: dict[int, dict[Place, float]] = {}
    for treatment in treatments:
        player = singer(palette, treatment, treatments)
        if player is None:
            continue
        phrase = treatment.phrase
        voice = _voice(phrase, player)
        memory = dict(sung.get(treatment.returns, {})) if treatment.returns is not None else {}
        sung[phrase.index] = {}
        for cells, again in _ideas(treatment):
            wishes = _wishes(cue, plan, treatment, cells, speech)
            if again:  # the idea is said again, whatever the chords are now
                said = sung[phrase.index].items()
                memory |= {(kind, nth + 1, at): level for (kind, nth, at), level in said}
            wishes = _recalled(wishes, _in_reach(wishes, memory, voice, ladder))
            pitches = sing(wishes, voice, ladder, tones[-1].pitch if tones else None)
            for wish, pitch in zip(wishes, pitches, strict=True):
                if wish.place is not None:
                    sung[phrase.index][wish.place] = ladder.height(wish.beat, pitch)
                tones.append(_tone(wish, pitch, treatment, player))
        if treatment.returns is not None:  # what it added is known from now on
            sung[treatment.returns] = sung[phrase.index] | sung.get(treatment.returns, {})
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


def _ideas(treatment: Treatment) -> list[tuple[Sequence[_Numbered], bool]]:
    """A phrase's cells from theme to theme, each counted in its kind; whether they repeat the last.

    They do not where it goes on to something else.
    """
    counts: Counter[str] = Counter()
    cells = []
    for cell in treatment.cells:
        known = _known_as(cell, 0)
        cells.append((counts[known], cell))
        counts[known] += 1
    starts = [i for i, (_, cell) in enumerate(cells) if "theme" in (cell.kind, cell.like)]
    if len(starts) < 2 or treatment.use == "fragment" or not treatment.repeats:
        return [(cells, False)] if cells else []
    cuts = [0, *starts[1:], len(cells)]
    return [(cells[first:last], first > 0) for first, last in pairwise(cuts)]


def _wishes(
    cue: Cue, plan: Plan, treatment: Treatment, cells: Sequence[_Numbered], speech: SpeechWindows
) -> list[Wish]:
    """The onsets of some cells with all that is asked of their pitches."""
    shape = shape_of(cue, treatment.phrase)
    wishes = [wish for nth, cell in cells for wish in _of_cell(cell, nth, treatment, shape)]
    return [w for w in clear_of_hits(wishes, plan) if not covered(w.beat, w.beats, speech)]


def _tone(wish: Wish, pitch: int, treatment: Treatment, player: Player) -> Tone:
    index, name = treatment.phrase.index, treatment.theme.name
    return Tone(wish.beat, wish.beats, pitch, index, player.name, name)


def _of_cell(cell: Cell, nth: int, treatment: Treatment, shape: Shape) -> list[Wish]:
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
                closes=last and cell is treatment.cells[-1] and phrase.goal == "close",
                place=(_known_as(cell, index), nth, onset),
            )
        )
    return found


def _known_as(cell: Cell, index: int) -> CellKind:
    """The kind of cell as which a note is remembered: some begin as another did."""
    last = len(cell.motif.degrees) - 1
    until = {"variation": last // 2 + 1, "theme": last + 1}.get(cell.kind, last)
    return cell.like if cell.like and index < until else cell.kind


def _in_reach(
    wishes: Sequence[Wish], memory: Mapping[Place, float], voice: Voice, ladder: Ladder
) -> Mapping[Place, float]:
    """What is remembered, as a whole in the octave that the voice reaches best now."""
    known = [(w.beat, memory[w.place]) for w in wishes if w.place and w.place in memory]

    def missed(octaves: int) -> int:
        return sum(
            not ladder.height(beat, voice.low)
            <= height + octaves * len(ladder.key(beat).mode.scale)
            <= ladder.height(beat, voice.high)
            for beat, height in known
        )

    octaves = min((0, -1, 1), key=missed)
    if not octaves or not known:
        return memory
    degrees = octaves * len(ladder.key(known[0][0]).mode.scale)
    return {place: height + degrees for place, height in memory.items()}


def _recalled(wishes: Sequence[Wish], before: Mapping[Place, float]) -> list[Wish]:
    """The wishes of what returns: the moves of its first time, wherever it had that note.

    `before` holds degrees by what the note was in the phrase, so that a theme is never remembered
    as the cadence that stood in its bar. Only a last note that closes is sought anew.
    """
    found: list[Wish] = []
    left: float | None = None
    for wish in wishes:
        memory = before.get(wish.place) if wish.place and not wish.closes else None
        if memory is None:
            found.append(wish)
        elif wish.price > _AGAIN:  # a theme's own moves stand above what was made of them
            found.append(replace(wish, memory=memory))
        else:
            move = None if left is None else memory - left
            found.append(replace(wish, move=move, price=_AGAIN, memory=memory))
        left = memory
    return found
