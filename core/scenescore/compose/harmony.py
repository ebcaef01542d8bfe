"""Harmony: chords with a goal in every phrase, drawn from weighted tables and led to the hits."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from scenescore.compose.form import Phrase
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.model import Chord, Cue
from scenescore.palettes import read_table
from scenescore.seeds import stream

_LONGEST_HELD = 12.0
"""Seconds that one chord may be held because somebody speaks."""

_SOFT_APART = 1.0
"""Seconds between a soft hit and another hit for a chord of its own."""

_ELSEWHERE = 0.04
"""Weight left to chords that miss a phrase's goal, so that a goal out of reach is no dead end."""


@dataclass(frozen=True, slots=True)
class ModeChord:
    """A chord of a mode: see resources/modes.toml."""

    numeral: str
    root: int
    quality: str
    function: str
    weight: float


@dataclass(frozen=True, slots=True)
class Mode:
    """A scale above its tonic with the chords that it is harmonised with."""

    name: str
    scale: tuple[int, ...]
    table: str
    chords: tuple[ModeChord, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic (pitch class) and a mode."""

    tonic: int
    mode: Mode

    @property
    def pitch_classes(self) -> frozenset[int]:
        return frozenset((self.tonic + step) % 12 for step in self.mode.scale)


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of one chord: `pinned` where a hit demands the change at this very beat."""

    start: Fraction
    end: Fraction
    phrase: int
    pinned: bool


@dataclass(frozen=True, slots=True)
class Harmony:
    """Chords in order without a gap; `keys` and `phrases` say for each which key and phrase."""

    chords: tuple[Chord, ...]
    keys: tuple[Key, ...]
    phrases: tuple[int, ...]


@lru_cache(maxsize=1)
def load_modes() -> Mapping[str, Mode]:
    """Every mode of resources/modes.toml by name."""
    modes = {
        name: Mode(
            name,
            tuple(fields["scale"]),
            fields["table"],
            tuple(ModeChord(**chord) for chord in fields["chords"]),
        )
        for name, fields in read_table("modes.toml").items()
    }
    return MappingProxyType(modes)


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Any]:
    return MappingProxyType(read_table("chords.toml"))


def key_of(cue: Cue, phrase: Phrase) -> Key:
    """One tonic a cue; the mode follows the emotion, the same emotion always in the same mode."""
    tonic = stream(cue.seed, cue.uid, "tonic").randrange(12)
    weights = phrase.feel.row.modes
    emotion = "/".join(weights)
    rng = stream(cue.seed, cue.uid, "mode", emotion)
    name = rng.choices([*weights], [*weights.values()])[0]
    return Key(tonic, load_modes()[name])


def plan_harmony(cue: Cue, plan: Plan, phrases: Sequence[Phrase], speech: SpeechWindows) -> Harmony:
    """Chords for every phrase, about one a bar; none changes inside a line if that can be."""
    slots = _slots(plan, phrases, speech)
    chords: list[Chord] = []
    keys: list[Key] = []
    known: dict[tuple[object, ...], list[ModeChord]] = {}
    for phrase in phrases:
        mine = [slot for slot in slots if slot.phrase == phrase.index]
        if not mine:
            continue
        key = key_of(cue, phrase)
        before = chords[-1].numeral if chords else ""
        memory = (key.mode.name, phrase.label, phrase.goal, phrase.on_hit, len(mine), before)
        if memory not in known:
            rng = stream(cue.seed, cue.uid, "harmony", *memory)
            known[memory] = _progression(key.mode, phrase, len(mine), before, rng)
        rng = stream(cue.seed, cue.uid, "pedal", phrase.label, phrase.section)
        pedal = key.tonic if rng.random() < phrase.feel.row.pedal else None
        chords += [_chord(s, c, key, pedal) for s, c in zip(mine, known[memory], strict=True)]
        keys += [key] * len(mine)
    return Harmony(tuple(chords), tuple(keys), tuple(slot.phrase for slot in slots))


def _slots(plan: Plan, phrases: Sequence[Phrase], speech: SpeechWindows) -> list[Slot]:
    resumed = (resume for _, resume in plan.pauses)
    pins = {*plan.struck, *resumed, *_soft_changes(plan, speech)}
    starts: dict[Fraction, int] = {}
    for phrase in phrases:
        for beat in _changes(plan, phrase, pins):
            starts[beat] = phrase.index
    kept: list[Fraction] = []
    for beat in sorted(starts):
        needed = beat in pins or not kept or beat == plan.final
        long = kept and plan.seconds(beat) - plan.seconds(kept[-1]) > _LONGEST_HELD
        if needed or long or not speech.covers(beat):
            kept.append(beat)
    ends = [*kept[1:], plan.end]
    return [
        Slot(start, end, starts[start], start in pins)
        for start, end in zip(kept, ends, strict=True)
    ]


def _soft_changes(plan: Plan, speech: SpeechWindows) -> list[Fraction]:
    """Soft hits are met by a change of chord alone, where nobody speaks and no hit is near."""
    taken = [plan.seconds(beat) for beat in plan.struck]
    taken += [plan.seconds(beat) for pause in plan.pauses for beat in pause]
    taken.append(plan.seconds(plan.final))
    found = []
    for hit in plan.hits:
        seconds = plan.seconds(hit.beat)
        free = all(abs(seconds - other) >= _SOFT_APART for other in taken)
        if hit.hit.kind == "soft" and hit.beat < plan.final and free:
            taken.append(seconds)
            if not speech.covers(hit.beat):
                found.append(hit.beat)
    return found


def _changes(plan: Plan, phrase: Phrase, pins: set[Fraction]) -> set[Fraction]:
    """Beats at which a phrase may change its chord."""
    inside = {beat for beat in pins if phrase.start <= beat < phrase.end}
    if phrase.goal == "final":
        return inside | {phrase.start}
    bars = plan.bars[phrase.first : phrase.last]
    every = max(1, round(phrase.feel.harmony))
    beats = {bar.beat for bar in bars[::every]}
    if phrase.feel.harmony < 1:
        beats |= {bar.beat + bar.beats / 2 for bar in bars if bar.beats == 4}
    if len(bars) > 1:
        beats.add(bars[-1].beat)  # the goal gets a chord of its own
    # A chord shorter than a beat beside a pinned one would only smear the hit.
    return inside | {b for b in beats if all(b == p or abs(b - p) >= 1 for p in inside)}


def _progression(
    mode: Mode, phrase: Phrase, count: int, before: str, rng: random.Random
) -> list[ModeChord]:
    """`count` chords drawn from the tables, on condition that the phrase reaches its goal.

    `before` is the numeral of the chord that leads here; it is not repeated.

    Backward messages weigh how well each chord can still lead to the goal; drawing forward with
    them gives an exact sample of the chain under that condition.
    """
    chords = mode.chords
    wishes = [_wishes(chords, phrase, place, count) for place in range(count)]
    moves = [[_move(mode, a, b, phrase) for b in chords] for a in chords]
    ahead = [[1.0] * len(chords) for _ in range(count)]
    for place in range(count - 2, -1, -1):
        after = [wishes[place + 1][j] * ahead[place + 1][j] for j in range(len(chords))]
        ahead[place] = [sum(m * a for m, a in zip(row, after, strict=True)) for row in moves]
    first = [chord.weight if chord.numeral != before else _ELSEWHERE for chord in chords]
    found: list[int] = []
    for place in range(count):
        arriving = moves[found[-1]] if found else first
        weights = [arriving[j] * wishes[place][j] * ahead[place][j] for j in range(len(chords))]
        found.append(rng.choices(range(len(chords)), weights)[0])
    return [chords[index] for index in found]


def _wishes(chords: Sequence[ModeChord], phrase: Phrase, place: int, count: int) -> list[float]:
    """How welcome each chord is at a place of the phrase."""
    if phrase.goal == "final":
        return [1.0 if c.root == 0 and c.function == "tonic" else 1e-6 for c in chords]
    if place == 0 and (phrase.on_hit or phrase.label == "A"):
        return [_arrival(chord, phrase) for chord in chords]
    cadence = _tables()["cadences"][phrase.goal]
    if place == count - 1:
        return [1.0 if c.function in cadence["last"] else _ELSEWHERE for c in chords]
    if place == count - 2:
        return [1.0 if c.function in cadence["before"] else 0.3 for c in chords]
    return [1.0] * len(chords)


def _arrival(chord: ModeChord, phrase: Phrase) -> float:
    """How welcome a chord is where a phrase arrives: home, or a turn away from it on a hit."""
    if chord.function == "tonic":
        return 1.0 if chord.root == 0 else 0.3
    if phrase.index == 0 or chord.function != "colour":
        return 0.01
    return 0.15 * _colour(phrase)


def _colour(phrase: Phrase) -> float:
    return phrase.feel.row.colour * (1 + max(0.0, phrase.feel.tension))


def _move(mode: Mode, a: ModeChord, b: ModeChord, phrase: Phrase) -> float:
    """Weight of a move: the measured percentage, or by function where none was measured."""
    if a.numeral == b.numeral:
        return 0.0
    tables = _tables()
    measured = tables["transitions"][mode.table].get(a.numeral, {}).get(b.numeral)
    weight = measured or 0.6 * tables["functions"][a.function][b.function] * b.weight
    return float(weight * (_colour(phrase) if b.function == "colour" else 1.0))


def _chord(slot: Slot, chord: ModeChord, key: Key, pedal: int | None) -> Chord:
    root = (key.tonic + chord.root) % 12
    tones = tuple((root + step) % 12 for step in _tables()["qualities"][chord.quality])
    if pedal is not None and pedal != root:
        tones = (pedal, *(tone for tone in tones if tone != pedal))
    return Chord(slot.start, slot.end - slot.start, root, chord.quality, tones, chord.numeral)
