"""A part of the score as MIDI events on its channel."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction

from mido import Message, MetaMessage

from scenescore.deliver.midi_time import PPQ, Event, tick_of
from scenescore.model import Note, Part, TempoMap
from scenescore.tempomap import beat_at, seconds_at
from scenescore.timebase import round_half_up

_DRUMS = 9
_MELODIC = tuple(channel for channel in range(16) if channel != _DRUMS)

_UNITY_VOLUME = 100
"""Controller 7 at 0 dB, the value instruments start with; GM: gain in dB is 40 log10(value/127)."""

_VOLUME, _PAN, _REVERB = 7, 10, 91

_SHARING: tuple[Callable[[int, Part], Hashable], ...] = (
    lambda index, part: index,
    lambda index, part: part.program,
    lambda index, part: part.stem,
    lambda index, part: index % len(_MELODIC),
)
"""Who shares a channel: nobody; else parts of one sound; else of one family; else in turn."""


def channels_of(parts: Sequence[Part]) -> list[int]:
    """A channel for each part: drums on 10 (counted from 1), the others apart while 15 suffice."""
    melodic = [part for part in parts if not part.drums]
    for share in _SHARING:
        keys = [share(index, part) for index, part in enumerate(melodic)]
        distinct = list(dict.fromkeys(keys))
        if len(distinct) <= len(_MELODIC):
            break
    given = iter(_MELODIC[distinct.index(key)] for key in keys)
    return [_DRUMS if part.drums else next(given) for part in parts]


def part_events(part: Part, channel: int, tempo: TempoMap) -> list[Event]:
    """Name, sound, balance, controllers and notes of a part."""
    settings = {
        _VOLUME: round_half_up(_UNITY_VOLUME * 10 ** (part.gain_db / 40)),
        _PAN: round_half_up(64 + 63 * part.pan),
        _REVERB: round_half_up(127 * part.reverb),
    }
    return [
        (0, MetaMessage("track_name", name=part.name)),
        (0, MetaMessage("instrument_name", name=part.stem)),
        (0, Message("program_change", channel=channel, program=part.program)),
        *((0, _control(channel, number, value)) for number, value in settings.items()),
        *((tick_of(c.beat), _control(channel, c.number, c.value)) for c in part.controls),
        *_note_events(part.notes, channel, tempo),
    ]


def _control(channel: int, number: int, value: int) -> Message:
    clipped = min(max(value, 0), 127)
    return Message("control_change", channel=channel, control=number, value=clipped)


def _note_events(notes: Sequence[Note], channel: int, tempo: TempoMap) -> list[Event]:
    """Notes as pairs of events; a note ends where the next of its pitch begins."""
    spans = sorted((note.pitch, *_ticks(note, tempo), note.velocity) for note in notes)
    events: list[Event] = []
    for index, (pitch, start, end, velocity) in enumerate(spans):
        following = spans[index + 1] if index + 1 < len(spans) else None
        if following and following[0] == pitch:
            end = min(end, following[1])
        if end <= 0 or end <= start:
            continue
        on = min(max(velocity, 1), 127)
        start = max(start, 0)
        events.append((start, Message("note_on", channel=channel, note=pitch, velocity=on)))
        events.append((end, Message("note_off", channel=channel, note=pitch, velocity=64)))
    return events


def _ticks(note: Note, tempo: TempoMap) -> tuple[int, int]:
    """First and last tick of a note, moved by the player's own timing."""
    bounds = (note.beat, note.beat + note.beats)
    if note.shift:
        shift = Fraction(note.shift).limit_denominator(1_000_000)
        bounds = (
            beat_at(tempo, seconds_at(tempo, bounds[0]) + shift),
            beat_at(tempo, seconds_at(tempo, bounds[1]) + shift),
        )
    start, end = (round_half_up(beat * PPQ) for beat in bounds)
    return start, max(end, start + 1)
