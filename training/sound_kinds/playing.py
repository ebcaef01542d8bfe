"""Music that no composer thought about: any instrument of the SoundFont, alone and together.

Our composer's cues are an orchestra's and a band's. A lone trumpet, a fiddle without company or
two flutes are not in them, but are in films. Here tunes, chords, basses and beats follow simple
rules of chance, so that each instrument is heard in many keys, tempi, lengths and tunings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr

from scenescore.palettes import Instrument, load_instruments
from scenescore.render import find_soundfont
from scenescore.render.fluid import BLOCK, Action, loaded, player
from scenescore.timebase import SAMPLE_RATE
from training.sound_kinds.mixes import RATE, Mono, Random

SECONDS = 32
SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 2, 3, 5, 7, 9, 10), (0, 3, 5, 7, 10))
RHYTHMS = ((1, 1, 1, 1), (2, 1, 1), (1.5, 0.5, 2), (0.5, 0.5, 1, 2), (4,), (3, 1), (0.5,) * 8,
           (1, 0.5, 0.5, 1, 1), (0.25, 0.25, 0.5, 1, 2), (1 / 3, 1 / 3, 1 / 3, 1, 2))  # fmt: skip
BEATS = (  # (key, the eighths of a bar it falls on) of a kit
    ((36, (0, 4)), (38, (2, 6)), (42, tuple(range(8)))),
    ((36, (0, 3, 4)), (38, (2, 6)), (51, (0, 2, 3, 4, 6, 7))),
    ((36, (0,)), (47, (3, 6)), (45, (7,))),
)
_EXPRESSION, _REVERB = 11, 91
_BASSES = range(32, 40)  # General MIDI
_AN_OCTAVE = 12


@dataclass(frozen=True, slots=True)
class Hour:
    """What everybody who plays together agrees on; a beat in seconds."""

    tonic: int
    scale: tuple[int, ...]
    beat_s: float

    def pitch(self, degree: int, low: int) -> int:
        """The pitch of a degree of the scale, counted from the first tonic at or above `low`."""
        octave, place = divmod(degree, len(self.scale))
        return low + (self.tonic - low) % 12 + 12 * octave + self.scale[place]


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """Something that a channel of the synth does at a sample."""

    sample: int
    action: Action
    channel: int
    number: int
    value: int


def solos(random: Random) -> Iterator[tuple[str, Mono]]:
    """Every instrument that can carry a tune, alone; those that hold their notes twice."""
    for each in _tuneful():
        for turn in range(2 if each.sustain else 1):
            hour = _hour(random)
            events = [*_tune(0, each, hour, random)]
            sound = _played([each], events, random)
            yield f"solo-{each.id}-{turn}", _alive(sound, random) if each.sustain else sound


def together(count: int, random: Random) -> Iterator[tuple[str, Mono]]:
    """Duets, a tune over chords, and bands with bass and beat, of any instruments."""
    tuneful, kits = _tuneful(), [each for each in load_instruments().values() if each.drums]
    basses = [each for each in tuneful if each.program in _BASSES]
    for number in range(count):
        hour = _hour(random)
        players = [tuneful[place] for place in random.choice(len(tuneful), 2, replace=False)]
        events = [*_tune(0, players[0], hour, random)]
        if number % 3:
            events += _chords(1, players[1], hour, random)
        else:
            events += _tune(1, players[1], hour, random)
        if number % 3 == 2:
            players += [basses[random.integers(len(basses))], kits[random.integers(len(kits))]]
            events += [*_bass(2, players[2], hour, random), *_kit(3, hour, random)]
        yield f"together-{number}", _played(players, events, random)


def _tuneful() -> list[Instrument]:
    pitched = (each for each in load_instruments().values() if not each.drums)
    return [each for each in pitched if each.range[1] - each.range[0] >= _AN_OCTAVE]


def _hour(random: Random) -> Hour:
    scale = SCALES[random.integers(len(SCALES))]
    return Hour(int(random.integers(12)), scale, 60 / float(random.uniform(52, 168)))


def _tune(channel: int, who: Instrument, hour: Hour, random: Random) -> Iterator[Event]:
    """Phrases that walk by step and leap now and then, each with its swell and a rest after it."""
    low, high = who.range
    middle = int(random.integers(low, max(low + 1, high - 12)))
    degree, second = 0, float(random.uniform(0, 1))
    legato, force = random.uniform(0.35, 1.02), int(random.integers(50, 115))
    while second < SECONDS:
        begins = second
        for _ in range(random.integers(1, 4)):
            for beats in RHYTHMS[random.integers(len(RHYTHMS))]:
                leap = random.random() < 0.25
                degree += int(random.integers(-4, 5) if leap else random.choice([-1, 0, 1]))
                degree = int(np.clip(degree, -2, 9))
                pitch = int(np.clip(hour.pitch(degree, middle), low, high))
                length = beats * hour.beat_s
                yield from _note(channel, pitch, force, second, length * legato)
                second += length
        if who.sustain:
            yield from _swell(channel, begins, second, random)
        second += hour.beat_s * random.choice([0, 0, 0.5, 1, 2])


def _chords(channel: int, who: Instrument, hour: Hour, random: Random) -> Iterator[Event]:
    """Triads of the scale, held, struck on every beat, or broken."""
    low = int(np.clip(who.range[0] + 5, who.range[0], max(who.range[0], who.range[1] - 19)))
    manner, second = random.choice(["held", "struck", "broken"]), 0.0
    force, bar = int(random.integers(40, 100)), 4 * hour.beat_s
    while second < SECONDS:
        root = int(random.choice([0, 0, 3, 4, 5, 1]))
        triad = [min(hour.pitch(root + step, low), who.range[1]) for step in (0, 2, 4)]
        for eighth in range(8):
            at, half = second + eighth * bar / 8, bar / 8
            if manner == "broken":
                yield from _note(channel, triad[(0, 1, 2, 1)[eighth % 4]], force, at, half)
            elif eighth == 0 or (manner == "struck" and eighth % 2 == 0):
                length = bar if manner == "held" else half
                for pitch in triad:
                    yield from _note(channel, pitch, force, at, 0.95 * length)
        second += bar


def _bass(channel: int, who: Instrument, hour: Hour, random: Random) -> Iterator[Event]:
    second = 0.0
    while second < SECONDS:
        pitch = hour.pitch(int(random.choice([0, 0, 3, 4])), who.range[0])
        yield from _note(channel, pitch, 90, second, 0.9 * hour.beat_s)
        second += hour.beat_s


def _kit(channel: int, hour: Hour, random: Random) -> Iterator[Event]:
    beat = BEATS[random.integers(len(BEATS))]
    for bar in range(int(SECONDS / (4 * hour.beat_s))):
        for key, eighths in beat:
            for eighth in eighths:
                at = (bar * 4 + eighth / 2) * hour.beat_s
                yield from _note(channel, key, int(random.integers(60, 110)), at, 0.1)


def _note(channel: int, pitch: int, force: int, at: float, length: float) -> Iterator[Event]:
    first, last = int(at * SAMPLE_RATE), int((at + max(length, 0.05)) * SAMPLE_RATE)
    yield Event(first, Action.NOTE_ON, channel, pitch, force)
    yield Event(last, Action.NOTE_OFF, channel, pitch, 0)


def _swell(channel: int, begins: float, ends: float, random: Random) -> Iterator[Event]:
    """Louder towards the middle of a phrase, softer towards its end."""
    depth = random.uniform(0, 50)
    for share in np.linspace(0, 1, 12):
        value = int(127 - depth * (1 - np.sin(np.pi * share)))
        sample = int((begins + share * (ends - begins)) * SAMPLE_RATE)
        yield Event(sample, Action.CONTROL, channel, _EXPRESSION, value)


def _played(players: list[Instrument], events: list[Event], random: Random) -> Mono:
    """The sound of these events, mono at 16 kHz, a few cents off A = 440 Hz."""
    font, _ = find_soundfont(None)
    whole = SECONDS * SAMPLE_RATE // BLOCK * BLOCK
    sound, done = np.zeros((2, whole), np.float32), 0
    reverb = int(random.choice([0, 30, 60, 110]))
    with player(loaded(str(Path(font.path))), stems=1, channels=len(players)) as synth:
        for channel, who in enumerate(players):
            synth.program(channel, who.program, who.drums)
            synth.send(Action.CONTROL, channel, _REVERB, reverb)
        for event in sorted(events):
            until = min(event.sample // BLOCK * BLOCK, whole)
            if until > done:
                synth.play(sound, done, until - done)
                done = until
            synth.send(event.action, event.channel, event.number, event.value)
        if done < whole:
            synth.play(sound, done, whole - done)
    off = 2 ** (random.uniform(-40, 40) / 1200)
    return np.asarray(soxr.resample(sound.mean(axis=0), SAMPLE_RATE, RATE * off), np.float32)


def _alive(sound: Mono, random: Random) -> Mono:
    """The same with a vibrato and a pitch that wanders a little, as a player's does."""
    time = np.arange(len(sound)) / RATE
    rate, cents = random.uniform(4.5, 6.5), random.choice([0, 0, 8, 20, 35])
    wander = np.interp(time, np.arange(0, SECONDS + 2, 0.5), random.normal(0, 8, 2 * SECONDS + 4))
    pitch = 2 ** ((cents * np.sin(2 * np.pi * rate * time) + wander) / 1200)
    places = np.cumsum(pitch)
    return np.interp(places, np.arange(len(sound)), sound).astype(np.float32)
