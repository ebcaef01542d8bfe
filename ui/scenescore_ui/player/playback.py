"""Playing: one thread that reads ahead and minds the sink, told what to play from any other."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread

from scenescore_ui.player.mixer import Mixer
from scenescore_ui.player.programme import Library, Programme, Tell
from scenescore_ui.player.route import Route
from scenescore_ui.player.sinks import DeviceSink, NoSoundDevice, NullSink, Pull, Sink, rescan
from scenescore_ui.player.tape import Tape

log = logging.getLogger(__name__)

_PACE_S = 0.01
"""How often the thread looks while it plays."""

_BLOCKS = 6
"""Blocks read before the thread looks at the rest again: a quarter of a second of sound."""


@dataclass(slots=True)
class Playback:
    """Plays programmes along routes. `told` is told, in the playback's thread, what went wrong.

    Where `device` raises NoSoundDevice, time goes on silently. Without `thread` nothing happens by
    itself: `step` is called instead.
    """

    told: Tell
    device: Callable[[Pull], Sink] = DeviceSink
    thread: bool = True
    mixer: Mixer = field(default_factory=Mixer)
    silent_clock: bool = False
    """Whether there is no device, so that nothing is heard."""

    _programme: Programme = field(default_factory=Programme)
    _library: Library = field(init=False)
    _broken: bool = False
    _sink: tuple[Sink, int] | None = None
    _running: bool = False
    _quiet_at: int | None = None
    _looking: bool = False
    _wake: Event = field(default_factory=Event)
    _thread: Thread | None = None
    _closed: bool = False

    def __post_init__(self) -> None:
        self._library = Library(self.told)

    # --- from the user's thread -----------------------------------------------------------------

    def load(self, programme: Programme) -> None:
        """Have another programme to play; what plays goes on with it, without a gap."""
        self._programme = programme
        self.mixer.change(programme)
        self._wake.set()

    def turn(self, turn: Callable[[int], Route]) -> None:
        """Go on along another route, from the sample that `turn` is given; without a gap."""
        self.mixer.change(self._programme, turn)
        self._wake.set()

    def play(self, route: Route) -> None:
        """Play along a route from now on."""
        self._broken = False
        self.mixer.cue(Tape(self._programme, route))
        if self.thread and self._thread is None:
            self._thread = Thread(target=self._run, name="playback", daemon=True)
            self._thread.start()
        self._wake.set()

    def stop(self) -> None:
        """Fade out."""
        self.mixer.stop()
        self._wake.set()

    def position(self) -> int | None:
        """The edit's sample that is heard now; None before anything was played."""
        return self.mixer.position(self._heard())

    @property
    def ended(self) -> bool:
        """Whether the end of the route was heard, or playing broke off."""
        return self._broken or self.mixer.ended(self._heard())

    def look_again(self) -> None:
        """Look for a device when something is played next."""
        self._looking = True
        self._wake.set()

    def close(self) -> None:
        """Let go of device, files and thread."""
        self._closed = True
        self._wake.set()
        if self._thread:
            self._thread.join()
        self._leave()
        self._library.close()

    # --- in the playback's thread -----------------------------------------------------------------

    def step(self) -> bool:
        """Read, and mind the sink; whether there is more to do soon."""
        try:
            return self._rest() if self.mixer.silent else self._go_on()
        except NoSoundDevice as error:
            log.info("no sound: %s", error)
            self._leave()
            self._open(NullSink)
            self.silent_clock = True
            self.told("player_silent", "")
            return True

    def _run(self) -> None:
        while not self._closed:
            try:
                busy = self.step()
            except Exception:  # the outermost loop: what cannot be played ends, the thread does not
                log.exception("playing broke off")
                busy = self._broken = True
                self.mixer.stop()
                self.told("player_broke", "")
            self._wake.wait(_PACE_S if busy else None)
            self._wake.clear()

    def _go_on(self) -> bool:
        """Read ahead, and keep the sink running."""
        self._quiet_at = None
        for _ in range(_BLOCKS):
            if not any(tape.fill(self._library) for tape in self.mixer.tapes()):
                break
        if self._looking and self.silent_clock:
            self._leave()
            rescan()
        self._looking = False
        sink = self._sink[0] if self._sink else self._open(self.device)
        self._running = True
        sink.start()
        sink.pump()
        return True

    def _rest(self) -> bool:
        """Let what was put out be heard to its end, then let the sink rest."""
        self._library.keep_only(self._programme.edit)
        if self._sink is None or not self._running:
            return False
        if self._quiet_at is None:
            self._quiet_at = self.mixer.pulled
        sink, _ = self._sink
        sink.pump()
        if self._heard() < self._quiet_at:
            return True
        sink.stop()
        self._running = False
        return False

    def _open(self, make: Callable[[Pull], Sink]) -> Sink:
        sink = make(self.mixer.pull)
        self._sink = sink, self.mixer.pulled
        return sink

    def _leave(self) -> None:
        if self._sink:
            self._sink[0].close()
        self._sink, self._running, self.silent_clock = None, False, False

    def _heard(self) -> int:
        """Samples that were heard of all that the mixer gave."""
        if (now := self._sink) is None:
            return self.mixer.pulled
        sink, base = now
        return base + sink.heard()
