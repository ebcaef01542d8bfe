"""Hits that are heard: fast instruments strike with the new chord, everybody else makes room.

The strongest onset within 200 ms of a hit must be the hit itself; so nothing else begins within a
quarter of a second of it, and what comes near it stays clearly below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from scenescore.compose.form import Phrase
from scenescore.compose.harmony import Harmony
from scenescore.compose.melody import chord_index
from scenescore.compose.players import Line, fold, takes_part
from scenescore.compose.speech import HUSHED_STRIKE, SpeechWindows
from scenescore.compose.tempo import CLEAR, Plan
from scenescore.compose.texture import Draft
from scenescore.palettes import Palette, Player

_STRIKE, _ENTER = 30.0, 14.0
"""Velocity of a hit above an ordinary note: in the open, and at a calm entry."""

_RING_BEATS, _DAMPED_BEATS = Fraction(2), Fraction(1, 2)
_STOPPED = Fraction(1, 4)
"""Seconds that the chord of a stop sounds."""

_CHORD_LOW, _CHORD_HIGH = 48, 72
_STRUCK_KEYS = (36, 49)
"""Bass drum and crash cymbal, which a drum kit strikes on a hit."""


def strike(
    palette: Palette,
    plan: Plan,
    phrases: Sequence[Phrase],
    harmony: Harmony,
    speech: SpeechWindows,
) -> tuple[Line, ...]:
    """What the palette's accent players add on every hit that must be heard."""
    players = palette.role("accent")
    found: dict[str, list[Draft]] = {player.name: [] for player in players}
    for beat in plan.struck:
        index = chord_index(harmony, beat)
        phrase = phrases[harmony.phrases[index]]
        spoken = speech.hushes(beat)
        chord = harmony.chords[index].pitch_classes
        length = min(_RING_BEATS, harmony.chords[index].beat + harmony.chords[index].beats - beat)
        line = speech.next_start(beat)
        if line is not None:  # a strike before a line is damped as the line begins
            length = min(length, max(_DAMPED_BEATS, line - beat))
        level = _level(plan, beat, phrase, spoken)
        for player in _strikers(players, phrase, spoken):
            pitches = _struck_chord(player, chord, spoken)
            found[player.name] += [
                Draft(beat, length, pitch, phrase.index, level, accent=True) for pitch in pitches
            ]
    return tuple(Line(player, tuple(found[player.name])) for player in players)


def _level(plan: Plan, beat: Fraction, phrase: Phrase, spoken: bool) -> float:
    if spoken:
        return HUSHED_STRIKE
    kinds = {hit.hit.kind for hit in plan.hits if hit.beat == beat}
    calm = beat == 0 and "hard" not in kinds and phrase.feel.arousal < 0.4
    return _ENTER if calm else _STRIKE


def _strikers(players: Sequence[Player], phrase: Phrase, spoken: bool) -> list[Player]:
    """The accent players of the moment; there is always one that speaks at once.

    Under speech only the darkest of those strikes.
    """
    fitting = [player for player in players if takes_part(player, phrase)]
    quiet = [player for player in fitting if player.instrument.under_speech] if spoken else fitting
    fast = [player for player in quiet if player.instrument.attack == "fast"]
    if not fast:
        return [next(player for player in players if player.instrument.attack == "fast")]
    return [min(fast, key=lambda player: player.instrument.speech_share_db)] if spoken else quiet


def _struck_chord(player: Player, chord: Sequence[int], spoken: bool) -> list[int]:
    """Low octave, the chord in the middle, its top doubled above; low and bare under speech."""
    if player.instrument.drums:
        return [key for key in _STRUCK_KEYS if player.pitches[0] <= key <= player.pitches[1]]
    safe = player.instrument.under_speech if spoken else None
    low, high = safe or player.pitches
    bass = low + (chord[0] - low) % 12
    if spoken or high - low < 30:
        inside = [bass, bass + 12] if bass + 12 <= high else [bass]
        return [*inside, *(_middle(chord, low, high)[:1] if high - low >= 24 else [])]
    wide = [bass, bass + 12, *_middle(chord, low, high)]
    wide += [wide[-1] + 12]
    return sorted({pitch for pitch in wide if low <= pitch <= high})


def _middle(chord: Sequence[int], low: int, high: int) -> list[int]:
    register = (max(low, _CHORD_LOW), min(high, _CHORD_HIGH))
    return sorted({fold(_CHORD_LOW + tone, register) for tone in chord[-3:]})


def make_room(lines: Sequence[Line], plan: Plan) -> tuple[Line, ...]:
    """Lines without onsets beside a hit and in a pause; those on a hit become part of it."""
    zones = [
        (plan.beat(plan.seconds(hit) - CLEAR), hit, plan.beat(plan.seconds(hit) + CLEAR))
        for hit in plan.struck
    ]
    return tuple(replace(line, drafts=_cleared(line.drafts, plan, zones)) for line in lines)


def _cleared(
    drafts: Sequence[Draft], plan: Plan, zones: Sequence[tuple[Fraction, Fraction, Fraction]]
) -> tuple[Draft, ...]:
    kept: list[Draft] = []
    struck = frozenset(plan.struck)
    place = 0
    for draft in sorted(drafts, key=lambda one: (one.beat, one.pitch)):
        while place < len(zones) and zones[place][2] <= draft.beat:
            place += 1
        near = [zone for zone in zones[place : place + 2] if zone[0] < draft.beat < zone[2]]
        if draft.beat in struck:
            kept.append(replace(draft, accent=True))
        elif not near:
            kept.append(draft)
    return tuple(_paused(kept, plan))


def _paused(drafts: list[Draft], plan: Plan) -> list[Draft]:
    """Silence from a stop to the beat at which the music goes on."""
    for stop, resume in plan.pauses:
        cut = plan.beat(plan.seconds(stop) + _STOPPED)
        drafts = [draft for draft in drafts if not stop < draft.beat < resume]
        drafts = [
            _cut(draft, cut if draft.beat == stop else stop)
            if draft.beat <= stop < draft.end
            else draft
            for draft in drafts
        ]
    return drafts


def _cut(draft: Draft, end: Fraction) -> Draft:
    return replace(draft, beats=min(draft.end, end) - draft.beat)
