"""Melody: the theme laid over the chords, phrase by phrase, where nobody speaks.

The rhythm and the moves come from the motif; pitches are found by dynamic programming over range,
proximity, chord fit, contour and likeness to the motif (MUSIC 4.5).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scenescore.compose.form import Phrase
from scenescore.compose.harmony import Harmony, Key
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.compose.theme import MAIN, Motif, Theme, theme_of
from scenescore.model import Cue, ThemeUse

_SPAN = 9
"""Semitones that the melody may leave its centre, either way."""

_CLIMAX = 0.62
"""Where in a phrase the contour peaks (55-75 %, MUSIC 4.5)."""

_ARCH = 5.0
_OFF_MOTIF, _OFF_CONTOUR, _REPEATED = 0.9, 0.22, 1.2
_STRONG_NON_CHORD, _WEAK_NON_CHORD, _CLASH, _LONG_NON_CHORD = 5.0, 0.5, 3.0, 3.0
_LEAP, _WIDE_LEAP = 0.6, 4.0
_SHARE = 0.45
"""Share of the emotion's onsets that fall to the melody."""


@dataclass(frozen=True, slots=True)
class Tone:
    """A melody note: beat, length, pitch, and the phrase it belongs to."""

    beat: Fraction
    beats: Fraction
    pitch: int
    phrase: int


@dataclass(frozen=True, slots=True)
class _Wish:
    """An onset without a pitch: the motif's move in degrees (None: free), strength, height."""

    beat: Fraction
    beats: Fraction
    move: int | None
    strong: bool
    height: float


def write_melody(
    cue: Cue,
    plan: Plan,
    phrases: Sequence[Phrase],
    harmony: Harmony,
    speech: SpeechWindows,
) -> tuple[tuple[Tone, ...], tuple[ThemeUse, ...]]:
    """The melody of a cue and the bars in which its themes are heard."""
    tones: list[Tone] = []
    uses: dict[str, list[int]] = {}
    for phrase in phrases:
        theme = _theme_at(cue, plan, phrase)
        wishes = [w for w in _rhythm(plan, phrase, theme.motif) if not _covered(w, speech)]
        tones += _pitched(wishes, phrase, harmony, tones[-1].pitch if tones else None)
        stated = {plan.bar_index(wish.beat) + 1 for wish in wishes if phrase.goal != "final"}
        uses.setdefault(theme.name, []).extend(sorted(stated))
    return tuple(tones), tuple(ThemeUse(name, tuple(bars)) for name, bars in uses.items() if bars)


def _theme_at(cue: Cue, plan: Plan, phrase: Phrase) -> Theme:
    """The theme last ordered before a phrase ends."""
    until = plan.seconds(phrase.end)
    orders = [order for order in cue.themes if cue.seconds_at(order.frame) < until]
    latest = max(orders, key=lambda order: order.frame, default=None)
    return theme_of(cue.seed, latest.name if latest else MAIN)


def _covered(wish: _Wish, speech: SpeechWindows) -> bool:
    """Whether a note would begin under speech, or be cut short by it almost at once."""
    following = speech.next_start(wish.beat)
    cut = following is not None and following < wish.beat + min(wish.beats, Fraction(1, 2))
    return cut or speech.covers(wish.beat)


def _rhythm(plan: Plan, phrase: Phrase, motif: Motif) -> list[_Wish]:
    """Onsets of a phrase: idea, its repeat, continuation, cadence (a small sentence)."""
    if phrase.goal == "final":
        beats = plan.end - phrase.start
        return [_Wish(phrase.start, beats, None, True, 0.0)]
    bars = plan.bars[phrase.first : phrase.last]
    if _sparse(plan, phrase, motif):
        motif = motif.stretched(Fraction(2))
    wishes: list[_Wish] = []
    place = 0
    while place < len(bars):
        width = 2 if _sparse(plan, phrase, motif) and len(bars) - place > 2 else 1
        beat = bars[place].beat
        beats = sum((bar.beats for bar in bars[place : place + width]), Fraction(0))
        last = place + width >= len(bars)
        shaped = _variant(motif, place, last and len(bars) > 1, phrase.label).head(beats)
        wishes += _wishes(shaped, beat, phrase, breath=last)
        place += width
    return wishes


def _sparse(plan: Plan, phrase: Phrase, motif: Motif) -> bool:
    """Whether the motif at its own speed would hold too many notes for the mood."""
    bar = plan.bars[phrase.first]
    seconds = float(plan.seconds(bar.beat + bar.beats) - plan.seconds(bar.beat))
    rate = len(motif.rhythm) / seconds * float(bar.beats) / float(sum(motif.rhythm))
    return rate > 1.3 * _SHARE * phrase.feel.onsets and sum(motif.rhythm) <= 4


def _variant(motif: Motif, place: int, cadence: bool, label: str) -> Motif:
    """What happens to the motif in a bar of its phrase."""
    if cadence:
        return Motif(
            (0, motif.steps[1] if len(motif.steps) > 1 else -1), (Fraction(1), Fraction(3))
        )
    if label == "B":
        return motif.inverted()
    return motif


def _wishes(motif: Motif, beat: Fraction, phrase: Phrase, breath: bool) -> list[_Wish]:
    found = []
    start = beat
    for index, (step, length) in enumerate(zip(motif.steps, motif.rhythm, strict=True)):
        last = index == len(motif.steps) - 1
        # A phrase breathes before the next one begins.
        sounding = length * Fraction(3, 4) if breath and last and length > 1 else length
        share = float((beat - phrase.start) / max(phrase.end - phrase.start, Fraction(1)))
        strong = (beat - start) % 2 == 0 or (last and breath)
        height = _ARCH * (1 - abs(share - _CLIMAX) / max(_CLIMAX, 1 - _CLIMAX)) - _ARCH / 2
        found.append(_Wish(beat, sounding, step if index else None, strong, height))
        beat += length
    return found


def _pitched(
    wishes: list[_Wish], phrase: Phrase, harmony: Harmony, before: int | None
) -> list[Tone]:
    """Pitches of least cost for the onsets of a phrase (Viterbi)."""
    if not wishes:
        return []
    centre = round(phrase.feel.centre)
    pitches = range(centre - _SPAN, centre + _SPAN + 1)
    costs: dict[int, float] = {}
    back: list[dict[int, int]] = []
    for wish in wishes:
        own = _own_costs(wish, pitches, centre, harmony)
        scale = _degrees(_key_at(harmony, wish.beat), pitches)
        if not costs:
            start = before if before is not None else centre
            costs = {p: cost + 0.08 * abs(p - start) for p, cost in own.items()}
            continue
        reached: dict[int, float] = {}
        came: dict[int, int] = {}
        for pitch, cost in own.items():
            best = min(costs, key=lambda q: costs[q] + _move_cost(q, pitch, wish, scale))
            reached[pitch] = cost + costs[best] + _move_cost(best, pitch, wish, scale)
            came[pitch] = best
        costs = reached
        back.append(came)
    return _traced(wishes, phrase, costs, back)


def _traced(
    wishes: list[_Wish], phrase: Phrase, costs: dict[int, float], back: list[dict[int, int]]
) -> list[Tone]:
    pitch = min(costs, key=lambda p: costs[p])
    found = [pitch]
    for came in reversed(back):
        pitch = came[pitch]
        found.append(pitch)
    found.reverse()
    return [
        Tone(wish.beat, wish.beats, pitch, phrase.index)
        for wish, pitch in zip(wishes, found, strict=True)
    ]


def _key_at(harmony: Harmony, beat: Fraction) -> Key:
    return harmony.keys[chord_index(harmony, beat)]


def chord_index(harmony: Harmony, beat: Fraction) -> int:
    """Index of the chord that sounds at a beat."""
    return max(0, bisect_right(harmony.chords, beat, key=lambda chord: chord.beat) - 1)


def _own_costs(wish: _Wish, pitches: range, centre: int, harmony: Harmony) -> dict[int, float]:
    """What each pitch costs by itself: chord fit and contour; chord and scale tones only."""
    index = chord_index(harmony, wish.beat)
    chord = set(harmony.chords[index].pitch_classes)
    allowed = chord | {
        tone
        for tone in harmony.keys[index].pitch_classes
        if not any((tone - other) % 12 in (1, 11) and other not in
                   harmony.keys[index].pitch_classes for other in chord)
    }  # fmt: skip
    costs = {}
    for pitch in pitches:
        tone = pitch % 12
        if tone not in allowed:
            continue
        cost = _OFF_CONTOUR * abs(pitch - centre - wish.height)
        if tone not in chord:
            cost += _STRONG_NON_CHORD if wish.strong else _WEAK_NON_CHORD
            cost += _CLASH if wish.strong and (tone - 1) % 12 in chord else 0.0
            cost += _LONG_NON_CHORD if wish.beats >= 2 else 0.0
        costs[pitch] = cost
    return costs


def _degrees(key: Key, pitches: range) -> dict[int, float]:
    """Height of each pitch counted in degrees of the scale; chromatic tones lie between."""
    height, place = {}, 0
    for pitch in range(pitches.start - 1, pitches.stop + 1):
        inside = pitch % 12 in key.pitch_classes
        place += inside
        height[pitch] = place if inside else place + 0.5
    return height


def _move_cost(before: int, pitch: int, wish: _Wish, degrees: dict[int, float]) -> float:
    """What going from one pitch to the next costs: likeness to the motif, leaps, repeats."""
    size = abs(pitch - before)
    cost = _LEAP * max(0, size - 4) + (_WIDE_LEAP if size > 9 else 0.0)
    if wish.move is None:
        return cost + (_REPEATED if size == 0 else 0.0) * 0.5
    if before not in degrees:
        return cost + abs(size - abs(wish.move))
    moved = degrees[pitch] - degrees[before]
    return cost + _OFF_MOTIF * abs(moved - wish.move) + (_REPEATED if not size and wish.move else 0)
