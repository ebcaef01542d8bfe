"""Seams: melodies that stay are sung round; what is new beside them is led into them and out again.

A melody is written as if nothing were locked; then the tones that stay take their places, new ones
give way, and those next to a seam are given pitches anew between what stands on either side.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from scenescore.compose.counter import Beside
from scenescore.compose.form import Phrase
from scenescore.compose.hand import Locks
from scenescore.compose.keeping import Stretch, stretches_of
from scenescore.compose.pitching import Company, sing
from scenescore.compose.players import Register
from scenescore.compose.recognition import occurrences
from scenescore.compose.splicing import sounds_in
from scenescore.compose.tempo import Plan
from scenescore.compose.theme import Motif
from scenescore.compose.tones import Ladder, Tone, Voice, Wish
from scenescore.model import Score, ThemeUse
from scenescore.palettes import Palette

_OCTAVE = 12
"""The widest leap over a seam."""

_ROOM = 5
"""Semitones that tones beside a seam may leave the span of their line, either way."""

_OWN_MOVE = 4.0
"""Price of leaving a move that the line made before it was led to a seam."""


@dataclass(frozen=True, slots=True)
class Seams:
    """An earlier score's melodies and what is locked of them, beside new music in its time."""

    previous: Score
    locks: Locks
    palette: Palette
    phrases: Sequence[Phrase]
    ladder: Ladder

    def sung_round(self, melody: Sequence[Tone]) -> tuple[Tone, ...]:
        """Melody and counter-melody with what is locked in its place, and led to."""
        kept = self._kept("melody")
        tunes = self._joined("melody", melody, kept, (), None)
        changed = {tone.phrase for tone in kept.tones}
        counter = self._kept("counter")
        return (*tunes, *self._joined("counter", melody, counter, changed, Beside(tunes)))

    def themes_heard(
        self, tones: Sequence[Tone], motifs: Mapping[str, Motif], plan: Plan
    ) -> tuple[ThemeUse, ...]:
        """The bars (from 1) in which each theme is heard whole in the melody put together."""
        counters = {player.name for player in self.palette.role("counter")}
        sung = [tone for tone in tones if tone.player not in counters]
        found = []
        for name, motif in motifs.items():
            places = occurrences(motif, sung, self.ladder)
            bars = {plan.bar_index(tone.beat) + 1 for a, b in places for tone in sung[a:b]}
            if bars:
                found.append(ThemeUse(name, tuple(sorted(bars))))
        return tuple(found)

    def _kept(self, role: str) -> _Kept:
        """What stays of a role, one tone at a time: of several together the highest."""
        stretches = tuple(stretches_of(self.locks, self.previous.bars))
        parts = [part for part in self.previous.parts if part.role == role]
        whole = frozenset(part.name for part in parts if part.name in self.locks.parts)
        starts = [phrase.start for phrase in self.phrases]
        found = {}
        for part in parts:
            for note in part.notes:
                if part.name in whole or any(sounds_in(note, *one) for one in stretches):
                    phrase = max(0, bisect_right(starts, note.beat) - 1)
                    tone = Tone(note.beat, note.beats, note.pitch, phrase, part.name)
                    found[part.name, note.beat] = tone
        return _Kept(tuple(found.values()), whole, stretches)

    def _joined(
        self,
        role: str,
        melody: Sequence[Tone],
        kept: _Kept,
        changed: Collection[int],
        company: Company | None,
    ) -> list[Tone]:
        """The tones of a role, old and new, in order."""
        players = {player.name: player for player in self.palette.role(role)}
        new = [tone for tone in melody if tone.player in players and not kept.outdoes(tone)]
        hosts = {tone.phrase: tone.player for tone in kept.tones if tone.player in players}
        new = [replace(tone, player=hosts.get(tone.phrase, tone.player)) for tone in new]
        found = [tone for tone in kept.tones if tone.player not in players]
        for name, player in players.items():
            own = [(tone, True) for tone in kept.tones if tone.player == name]
            own += [(tone, False) for tone in new if tone.player == name]
            own.sort(key=lambda pair: pair[0].beat)
            line = _Line([tone for tone, _ in own], [stays for _, stays in own])
            found += _led(line, line.beside_seams(changed), player.pitches, self.ladder, company)
        return sorted(found, key=lambda tone: (tone.beat, tone.pitch))


@dataclass(frozen=True, slots=True)
class _Kept:
    """Tones that stay, the players whose parts stay whole, and the stretches that do."""

    tones: tuple[Tone, ...]
    players: frozenset[str]
    stretches: tuple[Stretch, ...]

    def outdoes(self, tone: Tone) -> bool:
        """Whether a new tone would sound against what stays.

        Where a locked player sings in a phrase, nobody else has the tune there.
        """
        return (
            tone.player in self.players
            or any(low <= tone.beat < high for low, high in self.stretches)
            or any(
                kept.phrase == tone.phrase
                if kept.player in self.players
                else kept.beat <= tone.beat < kept.beat + kept.beats
                for kept in self.tones
            )
        )


@dataclass(frozen=True, slots=True)
class _Line:
    """One player's tones in order, and which of them stay."""

    tones: list[Tone]
    stays: list[bool]

    def beside_seams(self, changed: Collection[int]) -> list[int]:
        """The free tones next to what stays, up to the end of their phrase; all of some phrases."""
        found = {i for i, tone in enumerate(self.tones) if tone.phrase in changed}
        for index, stays in enumerate(self.stays):
            for step in (-1, 1) if stays else ():
                found |= self._same_phrase(index + step, step)
        return sorted(index for index in found if not self.stays[index])

    def _same_phrase(self, first: int, step: int) -> set[int]:
        found = set()
        at = first
        while 0 <= at < len(self.tones) and not self.stays[at]:
            if self.tones[at].phrase != self.tones[first].phrase:
                break
            found.add(at)
            at += step
        return found


def _led(
    line: _Line,
    free: Sequence[int],
    register: Register,
    ladder: Ladder,
    company: Company | None,
) -> list[Tone]:
    """The line with new pitches for some of its tones, between what stands on either side."""
    found = list(line.tones)
    for first, last in _windows(free, len(found)):
        window = found[first:last]
        fixed = [index not in free for index in range(first, last)]
        voice = _voice(window, fixed, register)
        pitches = sing(_wishes(window, fixed, voice, ladder), voice, ladder, None, company)
        found[first:last] = [replace(t, pitch=p) for t, p in zip(window, pitches, strict=True)]
    return found


def _windows(free: Sequence[int], count: int) -> list[tuple[int, int]]:
    """Runs of free tones, each with the tones before and after it."""
    found: list[tuple[int, int]] = []
    for at in free:
        first = max(0, at - 1)
        if found and found[-1][1] > at:
            first = found.pop()[0]
        found.append((first, min(count, at + 2)))
    return found


def _voice(window: Sequence[Tone], fixed: Sequence[bool], register: Register) -> Voice:
    pitches = [tone.pitch for tone in window]
    own = [tone.pitch for tone, still in zip(window, fixed, strict=True) if not still]
    low = max(register[0], min(min(pitches) - _ROOM, max(pitches) - _OCTAVE))
    high = min(register[1], max(max(pitches) + _ROOM, min(pitches) + _OCTAVE))
    return Voice(low, high, round(sum(own) / len(own)))


def _wishes(
    window: Sequence[Tone], fixed: Sequence[bool], voice: Voice, ladder: Ladder
) -> list[Wish]:
    """Onsets that would keep the line's own moves, between tones that are what they are."""
    found = []
    for index, tone in enumerate(window):
        before = window[index - 1] if index and not (fixed[index - 1] or fixed[index]) else None
        heights = ladder.heights(ladder.key(tone.beat))
        found.append(
            Wish(
                beat=tone.beat,
                beats=tone.beats,
                move=heights[tone.pitch] - heights[before.pitch] if before else None,
                price=_OWN_MOVE,
                strong=tone.beat.denominator == 1,
                height=tone.pitch - voice.centre,
                reach=_reach(window, fixed, index, voice),
            )
        )
    return found


def _reach(
    window: Sequence[Tone], fixed: Sequence[bool], index: int, voice: Voice
) -> Register | None:
    """The pitches a tone may have: its own, or those within an octave of what stands beside it."""
    if fixed[index]:
        return (window[index].pitch, window[index].pitch)
    low, high = voice.low, voice.high
    for at in (index - 1, index + 1):
        if 0 <= at < len(window) and fixed[at]:
            low = max(low, window[at].pitch - _OCTAVE)
            high = min(high, window[at].pitch + _OCTAVE)
    return (low, high) if high - low >= _ROOM else None
