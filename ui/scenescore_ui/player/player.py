"""The player as the window has it: one edit, its takes, a position, and what is asked of it."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from scenescore.model import Edit
from scenescore.timebase import SAMPLE_RATE, Rate
from scenescore_ui.player.frames import Frames, Picture
from scenescore_ui.player.listening import Listening
from scenescore_ui.player.places import Places
from scenescore_ui.player.programme import Programme
from scenescore_ui.player.route import Route
from scenescore_ui.player.sinks import DeviceSink, Pull, Sink

_LOOK_MS = (1, 10)
"""Shortest and longest wait until it is looked again where the sound is."""

_FASTEST = 8
_NOTHING = Places(Rate.of(25), 0)


class Player(Listening):
    """Plays one edit. Frames count from the edit's start.

    What is heard is the clock: the position is that of the sample that leaves the device, and the
    picture follows it. Without a device time goes on in silence, and that is told once.
    """

    moved = Signal(int)
    """The frame that is heard and seen now."""
    pictured = Signal(object)
    """A `Picture` to show; None where there is none."""

    _arrived = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        device: Callable[[Pull], Sink] = DeviceSink,
    ) -> None:
        super().__init__(parent, device)
        self._places = _NOTHING
        self._frame = 0
        self._range: tuple[int, int] | None = None
        self._stretch = (0, 0)
        self._loop = False
        self._speed = 0
        self._route: Route | None = None
        self._shown: Picture | None = None
        self._frames = Frames(self._arrived.emit)
        self._ticking = QTimer(self)
        self._ticking.setTimerType(Qt.TimerType.PreciseTimer)
        self._ticking.setSingleShot(True)
        self._ticking.timeout.connect(self._tick)
        self._arrived.connect(self._show, Qt.ConnectionType.QueuedConnection)

    # --- what is played ---------------------------------------------------------------------------

    def open(self, edit: Edit | None) -> None:
        """Have an edit to play (`Findings.edit()`), from its start, without music; or none."""
        self.pause()
        self.edit = edit
        self._places = Places(edit.rate, edit.duration_frames) if edit else _NOTHING
        self._frame, self._range = 0, None
        self._frames.open(edit)
        self._load(Programme(edit))
        self._shown = None
        self.pictured.emit(None)
        self.seek(0)

    # --- where it plays ---------------------------------------------------------------------------

    @property
    def frame(self) -> int:
        """The frame that is heard and seen now."""
        return self._frame

    @property
    def frames(self) -> int:
        """How many frames there are."""
        return self._places.frames

    @property
    def second(self) -> int:
        """How many frames a second of timecode has."""
        return self._places.rate.nominal

    @property
    def playing(self) -> bool:
        return self._speed != 0

    @property
    def speed(self) -> int:
        """1 as it is meant to be, up to 8 in a hurry, negative backwards, 0 where it stands."""
        return self._speed

    def play(self, start: int | None = None, end: int | None = None) -> None:
        """Play from a frame, by default from here, until before a frame, by default to the end.

        With `loop` it goes round between both, where they are given, else in the `range`. Where it
        stands at the end, it begins at the beginning.
        """
        if start is not None and end is not None:
            self._stretch = (start, end)
        elif self._loop and end is None:
            self._stretch = self._usual_stretch()
        else:
            self._stretch = (0, self._places.frames if end is None else end)
        low, high = self._stretch
        begin = self._frame if start is None else start
        if low < high:
            self._speed = 1
            self._set_out(begin if low <= begin < max(high - 1, low + 1) else low)

    def pause(self) -> None:
        """Stay where it is."""
        self._tick()
        if self._speed:
            self._stand()

    def toggle(self) -> None:
        """Play, or pause."""
        if self._speed:
            self.pause()
        else:
            self.play()

    def seek(self, frame: int) -> None:
        """Go to a frame and show it; what plays goes on from there."""
        frame = self._places.within(frame)
        if self._speed:
            if not self._stretch[0] <= frame < self._stretch[1]:
                self._stretch = (0, self._places.frames)
            self._set_out(frame)
        else:
            self._go(frame, (frame,))

    def step(self, frames: int) -> None:
        """Pause, and go some frames on or back."""
        self.pause()
        self.seek(self._frame + frames)

    def shuttle(self, direction: int) -> None:
        """Faster and faster forwards (1, the key L) or backwards (-1, J); 0 (K) pauses."""
        if direction == 0 or not self._places.frames:
            self.pause()
            return
        before = self._speed
        same = before * direction > 0
        self._speed = min(abs(before) * 2, _FASTEST) * direction if same else direction
        self._stretch = (0, self._places.frames)
        if before:
            self._turn()
        else:
            self._set_out(self._frame)

    @property
    def loop(self) -> bool:
        return self._loop

    @loop.setter
    def loop(self, on: bool) -> None:
        self._loop = on
        self._stretch = self._usual_stretch()
        self._turn()

    @property
    def range(self) -> tuple[int, int] | None:
        """The frames [in, out) that a loop goes round in; None for all of the edit."""
        return self._range

    @range.setter
    def range(self, frames: tuple[int, int] | None) -> None:
        frames = frames if frames and frames[0] < frames[1] else None
        if frames != self._range:
            self._range = frames
            if self._loop:
                self._stretch = self._usual_stretch()
                self._turn()

    # --- what is seen of it -----------------------------------------------------------------------

    def fit_picture(self, width: int, height: int) -> None:
        """Draw pictures that fit into so many pixels of the screen."""
        self._frames.fit((width, height))

    def close(self) -> None:
        """Let go of device, files and threads; nothing plays any more."""
        self._speed = 0
        self._ticking.stop()
        self._playback.close()
        self._frames.close()

    # --- inside -----------------------------------------------------------------------------------

    def _usual_stretch(self) -> tuple[int, int]:
        return self._range if self._loop and self._range else (0, self._places.frames)

    def _set_out(self, frame: int) -> None:
        """Play from a frame on, in the stretch, at the speed."""
        self._route = self._route_from(self._places.sample(frame))
        self._playback.play(self._route)
        self._ticking.start(_LOOK_MS[0])
        self._go(frame, self._places.coming(self._route, self._route.start, self._frames.ahead))
        self.changed.emit()

    def _turn(self) -> None:
        """Go on from here in another stretch or at another speed."""
        if self._speed:
            self._route = self._route_from(self._places.sample(self._frame))
            self._playback.turn(self._route_from)
            self.changed.emit()

    def _route_from(self, sample: int) -> Route:
        """The way from a sample on; from the stretch's beginning where that lies outside."""
        low, high = (self._places.sample(frame) for frame in self._stretch)
        home = low if self._speed > 0 else high - 1
        start = sample if low <= sample < high else home
        return Route(start, low, high, self._speed, self._loop)

    def _stand(self) -> None:
        self._speed, self._route = 0, None
        self._ticking.stop()
        self._playback.stop()
        self._frames.plan((self._frame,))
        self.changed.emit()

    def _tick(self) -> None:
        """Follow what is heard."""
        sample = self._playback.position()
        if sample is None or self._route is None:
            return
        frame = self._places.frame(sample)
        if frame != self._frame:
            self._go(frame, self._places.coming(self._route, sample, self._frames.ahead))
        if self._playback.ended:
            self._stand()
        else:
            self._ticking.start(self._until_next(sample))

    def _until_next(self, sample: int) -> int:
        """Milliseconds from a sample that is heard to the next frame, as far as worth waiting."""
        begin, end = (self._places.sample(self._frame + more) for more in (0, 1))
        left = end - sample if self._speed > 0 else sample - begin + 1
        wait = ceil(1000 * left / (SAMPLE_RATE * max(1, abs(self._speed))))
        return min(max(wait, _LOOK_MS[0]), _LOOK_MS[1])

    def _go(self, frame: int, plan: tuple[int, ...]) -> None:
        """Be at a frame, and show it as soon as it is drawn."""
        moved, self._frame = frame != self._frame, frame
        self._frames.plan(plan)
        if moved:
            self.moved.emit(frame)
        self._show()

    def _show(self) -> None:
        if self._frames.best is not self._shown:
            self._shown = self._frames.best
            self.pictured.emit(self._shown)
