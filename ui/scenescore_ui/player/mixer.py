"""What is heard next: tapes played over one another, through the desk; and what was heard when."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenescore.media import Sound
from scenescore.timebase import SAMPLE_RATE
from scenescore_ui.player.desk import Desk, Track
from scenescore_ui.player.programme import Programme
from scenescore_ui.player.route import Route
from scenescore_ui.player.tape import Block, Tape

_SOON = SAMPLE_RATE // 20
"""Samples after which another programme may follow: time to read it."""

RAMP = SAMPLE_RATE // 100
"""Samples in which a gain goes from 0 to 1: 10 ms, in which no click is heard."""

_REMEMBERED = 20 * SAMPLE_RATE
"""Samples behind the newest of which it is known where they came from: more than any device's
latency."""

Ramp = NDArray[np.float32]


class Heard(NamedTuple):
    """Where `size` samples that were put out came from; the first was number `out`."""

    out: int
    size: int
    position: int
    speed: int
    tape: int


@dataclass(slots=True, eq=False)
class Voice:
    """A tape that sounds: coming in, there, or going."""

    tape: Tape
    target: float = 1.0
    gain: float = 0.0


class Mixer:
    """`pull` makes the sound; everything else tells it what to play, from any other thread.

    A new tape takes the place of the one that plays as soon as it is read, and fades across.
    """

    def __init__(self) -> None:
        self.pulled = 0
        self.starved = 0
        self._desk = Desk()
        self._lock = Lock()
        self._voices: list[Voice] = []
        self._next: Tape | None = None
        self._gains: dict[Track, float] = {}
        self._heard: deque[Heard] = deque()
        self._jump: Tape | None = None
        self._ended = -1

    # --- what to play ---------------------------------------------------------------------------

    @property
    def desk(self) -> Desk:
        return self._desk

    @desk.setter
    def desk(self, desk: Desk) -> None:
        with self._lock:
            self._desk = desk

    def cue(self, tape: Tape) -> None:
        """Play a tape as soon as it is ready, instead of what plays."""
        with self._lock:
            self._next = tape
            self._ended = -1
            self._jump = tape

    def change(self, programme: Programme, turn: Callable[[int], Route] | None = None) -> None:
        """Go on from where it plays with another programme, and along another route.

        `turn` is given the sample at which that begins.
        """
        with self._lock:
            if (basis := self._basis()) is None:
                return
            route, begin, follows = basis
            if turn is None:
                self._next = Tape(programme, route, begin, follows)
            elif run := route.run(begin, 1):
                self._next = Tape(programme, turn(run.position), 0, follows)

    def stop(self) -> None:
        """Fade out what plays."""
        with self._lock:
            self._next = None
            self._leave()

    @property
    def silent(self) -> bool:
        """Whether nothing plays or will play."""
        with self._lock:
            return not self._voices and self._next is None

    def tapes(self) -> tuple[Tape, ...]:
        """What is to be read: what comes next before what plays, unless that runs out."""
        with self._lock:
            playing, waiting = self._playing, self._next
        order = [waiting, playing]
        if playing and not playing.ready:
            order.reverse()
        return tuple(tape for tape in order if tape)

    # --- what was heard -------------------------------------------------------------------------

    def position(self, out: int) -> int | None:
        """The edit's sample that was put out as number `out`, or the last one before it.

        After a jump it is where that leads to, even before it is heard.
        """
        with self._lock:
            found: Heard | None = None
            for each in reversed(self._heard):
                found = each
                if each.out <= out:
                    break
            if self._jump and (found is None or found.tape < self._jump.number):
                return self._jump.route.start
            if found is None:
                return None
            return found.position + found.speed * min(max(out - found.out, 0), found.size - 1)

    def ended(self, out: int) -> bool:
        """Whether the end of the route was put out before number `out`."""
        with self._lock:
            return 0 <= self._ended <= out

    # --- the sound ------------------------------------------------------------------------------

    def pull(self, count: int) -> Sound:
        """The next samples (count, 2)."""
        with self._lock:
            self._turn_over()
            out = np.zeros((count, 2), np.float32)
            ramps = self._ramps(count)
            for voice in self._voices:
                self._play(voice, out, ramps)
            self._voices = [v for v in self._voices if (v.target or v.gain) and not v.tape.over]
            self.pulled += count
            return out

    @property
    def _playing(self) -> Tape | None:
        return next((voice.tape for voice in self._voices if voice.target), None)

    def _basis(self) -> tuple[Route, int, int | None] | None:
        """The route that is gone along, and from which sample of it on, and of the tape that plays.

        As soon as can be; None where nothing plays.
        """
        playing, coming = self._playing, self._next
        if coming and coming.follows is None:
            return coming.route, coming.begin, None
        if playing is None:
            return None
        soon = playing.taken + _SOON
        if coming is None or coming.follows is None:
            return playing.route, soon, soon
        return coming.route, coming.begin + soon - coming.follows, soon

    def _leave(self) -> None:
        for voice in self._voices:
            voice.target = 0.0

    def _turn_over(self) -> None:
        """Let the next tape come in, if it is ready; one that follows, where the other one is."""
        tape, playing = self._next, self._playing
        if tape and tape.follows is not None:
            if playing is None:
                self._next = None  # that came to its end
                return
            late = playing.taken - tape.follows - (tape.taken - tape.begin)
            if late < 0:
                return
            tape.skip(late)
        if tape and tape.ready:
            self._leave()
            tape.follows = None
            self._voices.append(Voice(tape))
            self._next = None

    def _ramps(self, count: int) -> dict[Track, Ramp]:
        """The gain of every track that sounds, sample by sample."""
        ramps: dict[Track, Ramp] = {}
        gains: dict[Track, float] = {}
        for track in {track for voice in self._voices for track in voice.tape.tracks}:
            target = self._desk.gain(track)
            ramps[track] = _ramp(self._gains.get(track, target), target, count)
            gains[track] = float(ramps[track][-1])
        self._gains = gains
        return ramps

    def _play(self, voice: Voice, out: Sound, ramps: dict[Track, Ramp]) -> None:
        """Add a voice to what is put out, and remember where it came from."""
        done = 0
        fade = _ramp(voice.gain, voice.target, len(out))
        while done < len(out) and (block := voice.tape.take(len(out) - done)):
            here = slice(done, done + block.sound.shape[1])
            gains = np.stack([ramps[track][here] for track in voice.tape.tracks]) * fade[here]
            out[here] += np.einsum("tns,tn->ns", block.sound, gains)
            if voice.target:
                self._remember(block, self.pulled + done, voice.tape.number)
            done = here.stop
        voice.gain = float(fade[-1])
        if voice.target and voice.tape.over:
            self._ended = self.pulled + done
        elif voice.target:
            self.starved += len(out) - done

    def _remember(self, block: Block, out: int, tape: int) -> None:
        self._heard.append(Heard(out, block.sound.shape[1], block.position, block.speed, tape))
        while self._heard[0].out < out - _REMEMBERED:
            self._heard.popleft()


def _ramp(now: float, target: float, count: int) -> Ramp:
    """From one gain towards another, `RAMP` samples for a whole 1."""
    way = np.arange(1, count + 1) / RAMP
    return np.asarray(now + np.clip(target - now, -way, way), np.float32)
