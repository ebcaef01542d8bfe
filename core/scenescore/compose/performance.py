"""Performance: drafts become notes that somebody plays.

Velocities by mood, phrase, harmony and line, time that leans and wanders, lengths that speak, and
controllers; the rules are the KTH's (MUSIC 1.5), their amounts resources/performance.toml. None of
it moves a hit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from scenescore.compose import kth
from scenescore.compose.amounts import amounts, between, bounded
from scenescore.compose.dynamics import Ceilings, Shape, shape_of, velocity
from scenescore.compose.ensemble import Clock, Lean, Wander, section_of
from scenescore.compose.expression import Expression, pedal, vibrato
from scenescore.compose.form import Phrase
from scenescore.compose.harmony import Harmony
from scenescore.compose.melody import chord_index
from scenescore.compose.orchestration import Line
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.compose.texture import Draft
from scenescore.compose.tidy import tidy
from scenescore.model import Control, Cue, Note, Part
from scenescore.palettes import Player
from scenescore.seeds import stream
from scenescore.timebase import round_half_up

_SINGING = ("melody", "counter")
_TOUCHING = Fraction(1, 16)
_GRAIN = 960
_LEGATO = 0.9
_SHORTEST = Fraction(1, 16)
_MOST_GAP = Fraction(2, 5)
"""Share of a note that articulation may take away."""


@dataclass(frozen=True, slots=True)
class _Stage:
    """All that the players of a cue share."""

    cue: Cue
    plan: Plan
    phrases: Sequence[Phrase]
    harmony: Harmony
    speech: SpeechWindows
    shape: Shape
    clock: Clock
    lean: Lean
    ceilings: Ceilings
    expression: Expression
    downbeats: frozenset[Fraction]


Chord = list[Draft]
"""Notes of one player that begin together."""


def perform(
    cue: Cue,
    plan: Plan,
    phrases: Sequence[Phrase],
    harmony: Harmony,
    lines: Sequence[Line],
    speech: SpeechWindows,
) -> tuple[Part, ...]:
    """Parts with notes and controllers, in the palette's order; players who rest are left out."""
    clock, shape = Clock(plan), shape_of(plan, phrases, harmony)
    stage = _Stage(
        cue,
        plan,
        phrases,
        harmony,
        speech,
        shape,
        clock,
        Lean(cue, plan, phrases, clock),
        Ceilings(plan, phrases, speech),
        Expression(cue, plan, phrases, shape),
        frozenset(bar.beat for bar in plan.bars),
    )
    playable = ((line, tidy(line.drafts, plan, speech, line)) for line in lines)
    return tuple(_part(stage, line, drafts) for line, drafts in playable if drafts)


def _part(stage: _Stage, line: Line, drafts: Sequence[Draft]) -> Part:
    instrument, player = line.player.instrument, line.player
    notes = _notes(stage, line, drafts)
    return Part(
        name=player.name,
        stem=instrument.stem,
        role=player.role,
        program=instrument.program,
        drums=instrument.drums,
        notes=notes,
        controls=_controls(stage, line, notes),
        pan=instrument.pan,
        gain_db=player.gain,
        reverb=instrument.reverb,
    )


def _controls(stage: _Stage, line: Line, notes: Sequence[Note]) -> tuple[Control, ...]:
    instrument, role = line.player.instrument, line.player.role
    sings = role in _SINGING
    controls = [*stage.expression.controls(notes, instrument.sustain, sings)]
    if role != "accent":
        controls += pedal(
            stage.plan, stage.phrases, stage.harmony, stage.speech, instrument.program
        )
    if sings:
        controls += vibrato(stage.plan, notes, instrument.program)
    return tuple(sorted(controls, key=lambda control: (control.beat, control.number)))


def _notes(stage: _Stage, line: Line, drafts: Sequence[Draft]) -> tuple[Note, ...]:
    notes: list[Note] = []
    for index, group in groupby(drafts, key=lambda draft: draft.phrase):
        chords = [list(chord) for _, chord in groupby(group, key=lambda draft: draft.beat)]
        notes += _played(stage, line, index, chords)
    return tuple(sorted(notes, key=lambda note: (note.beat, note.pitch)))


def _played(stage: _Stage, line: Line, index: int, chords: list[Chord]) -> list[Note]:
    """One phrase of one player."""
    player, phrase = line.player, stage.phrases[index]
    weight = amounts().roles.get(player.role, 0.0)
    heard = _heard(stage, line, chords, phrase)
    section = section_of(player.instrument.stem)
    wander = Wander(stream(stage.cue.seed, stage.cue.uid, "time", player.name, index), section)
    levels, moved = kth.levels(heard), kth.displacements(heard)
    silences, ahead = kth.gaps(heard), _lead(line)
    notes: list[Note] = []
    for place, chord in enumerate(chords):
        late, noise = wander.step(heard[place].ms)
        level = weight * levels[place] + noise
        if not player.instrument.sustain:
            # Who holds notes has the shape on CC11.
            level += stage.shape.at(chord[0].beat, heard[place].onset) - stage.shape.centre
        own = weight * bounded(moved[place], amounts().timing.rules_ms / 1000) + late - ahead
        shift = stage.lean.at(chord[0].beat) + own
        following = chords[place + 1][0] if place + 1 < len(chords) else None
        for voice, draft in enumerate(chord):
            beats = _length(stage, line, phrase, draft, following, weight * silences[place])
            roll = (voice - (len(chord) - 1) / 2) * section.roll_ms / 1000
            loud = _velocity(stage, draft, player, level, _alternation(heard, place))
            moves = 0.0 if draft.accent else round(bounded(shift + roll, _bound()), 6)
            notes.append(Note(draft.beat, beats, draft.pitch, loud, moves, draft.accent))
    return notes


def _bound() -> float:
    return amounts().timing.bound_ms / 1000


def _heard(stage: _Stage, line: Line, chords: list[Chord], phrase: Phrase) -> list[kth.Heard]:
    """The player's line as the rules hear it: the top of each chord, of a bass the bottom."""
    outer = 0 if line.player.role == "bass" else -1
    onsets = [stage.clock.seconds(chord[0].beat) for chord in chords]
    last = onsets[-1] + _seconds(stage.clock, chords[-1][outer]) if chords else 0.0
    mean = sum(chord[outer].pitch for chord in chords) / max(1, len(chords))
    found = []
    for place, (chord, onset) in enumerate(zip(chords, onsets, strict=True)):
        draft = chord[outer]
        root = stage.harmony.chords[chord_index(stage.harmony, draft.beat)].root
        found.append(
            kth.Heard(
                onset,
                1000 * ((onsets[place + 1] if place + 1 < len(onsets) else last) - onset),
                draft.pitch,
                draft.pitch - mean,
                (draft.pitch - root) % 12,
                draft.beat in stage.downbeats,
                place == len(chords) - 1 and phrase.goal != "final",
            )
        )
    return found


def _seconds(clock: Clock, draft: Draft) -> float:
    return clock.seconds(draft.end) - clock.seconds(draft.beat)


def _lead(line: Line) -> float:
    """Seconds that a melody goes ahead of an accompaniment softer than itself."""
    table = amounts().lead
    own = [draft.level for draft in line.drafts if not draft.accent]
    if line.player.role != "melody" or not own:
        return 0.0
    return min(table.bound_ms, table.ms_per_velocity * max(0.0, max(own) - table.others)) / 1000


def _length(
    stage: _Stage, line: Line, phrase: Phrase, draft: Draft, following: Draft | None, gap: float
) -> Fraction:
    """The note's length: joined to the next where the mood joins, else set off by the rules."""
    player, touches = line.player, following and draft.end >= following.beat - _TOUCHING
    if draft.accent or player.role in ("pad", "percussion") or phrase.goal == "final":
        return draft.beats
    if following is None:
        breath = amounts().rules.breath_gap_ms / 1000 if player.instrument.breath else 0.0
        return _shorter(stage, draft, draft.end, max(gap, breath))
    if not touches:
        return draft.beats
    joined = player.instrument.sustain and phrase.feel.articulation >= _LEGATO
    if joined and following.pitch != draft.pitch and not following.accent and gap < 0.03:
        ms = 1000 * (stage.clock.seconds(following.beat) - stage.clock.seconds(draft.beat))
        return _shorter(stage, draft, following.beat, -between(amounts().rules.overlap, ms) / 1000)
    return _shorter(stage, draft, min(draft.end, following.beat), gap)


def _shorter(stage: _Stage, draft: Draft, end: Fraction, gap: float) -> Fraction:
    """Beats from the draft to `gap` seconds before a beat (behind it, below zero)."""
    pace = (stage.clock.seconds(end) - stage.clock.seconds(draft.beat)) / float(end - draft.beat)
    taken = min(Fraction(round(gap / pace * _GRAIN), _GRAIN), draft.beats * _MOST_GAP)
    return max(min(_SHORTEST, draft.beats), end - draft.beat - taken)


def _alternation(heard: list[kth.Heard], place: int) -> float:
    """Repeated notes are never played twice alike."""
    if not place or heard[place - 1].pitch != heard[place].pitch:
        return 0.0
    return amounts().rules.repeated_velocity / 2 * (1 if place % 2 else -1)


def _velocity(stage: _Stage, draft: Draft, player: Player, decibels: float, more: float) -> int:
    speech, phrase = stage.speech, stage.phrases[draft.phrase]
    if draft.accent:
        quiet = draft.hushed or speech.hushes(draft.beat)
        return velocity(draft, phrase, decibels, quiet, player.instrument)
    quiet = draft.hushed or speech.covers(draft.beat)
    wanted = velocity(draft, phrase, decibels, quiet, player.instrument)
    return min(round_half_up(wanted + more), stage.ceilings.at(draft.beat))
