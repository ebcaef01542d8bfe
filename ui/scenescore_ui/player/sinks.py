"""Where sound goes: a device, or nowhere at the pace of a clock. Its count is the player's time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from scenescore.media import Sound
from scenescore.timebase import SAMPLE_RATE

if TYPE_CHECKING:
    from sounddevice import OutputStream

log = logging.getLogger(__name__)

Pull = Callable[[int], Sound]
"""Gives the next so many samples (n, 2) at 48 kHz."""

_LATENCY_S = 0.1
"""Sound that a device holds: less crackles where Python is held up, more is felt when pausing."""

_LEAD = SAMPLE_RATE // 20
"""Samples that the silent sink takes ahead of what is heard."""

_PACE = 1024


class NoSoundDevice(Exception):
    """No device takes the sound: none is connected, it is in use, or PortAudio is missing."""


class Sink(Protocol):
    """Takes samples and tells how many of them were heard. Methods but `heard` from one thread."""

    def start(self) -> None:
        """Begin to take samples. Raises NoSoundDevice."""

    def stop(self) -> None:
        """Fall silent at once."""

    def close(self) -> None:
        """Let go of the device for good."""

    def pump(self) -> None:
        """Called often while it runs, for sinks that nothing else drives. Raises NoSoundDevice."""

    def heard(self) -> int:
        """Samples that were heard up to now, of all that were taken."""


class NullSink:
    """No device: samples are thrown away as fast as a clock (in seconds) goes."""

    def __init__(self, pull: Pull, clock: Callable[[], float] = monotonic) -> None:
        self._pull, self._clock = pull, clock
        self._pulled = 0
        self._began: tuple[float, int] | None = None

    def start(self) -> None:
        if self._began is None:
            self._began = self._clock(), self._pulled

    def stop(self) -> None:
        self._began = None

    def close(self) -> None:
        self.stop()

    def pump(self) -> None:
        while self._began and self._pulled < self._due() + _LEAD:
            self._pull(_PACE)
            self._pulled += _PACE

    def heard(self) -> int:
        return min(self._due(), self._pulled)

    def _due(self) -> int:
        if self._began is None:
            return self._pulled
        moment, pulled = self._began
        return pulled + int((self._clock() - moment) * SAMPLE_RATE)


class DeviceSink:
    """The system's sound device, by PortAudio.

    What is heard follows from when the device says that each block will be, so that a block that
    came late shifts the picture with the sound.
    """

    def __init__(self, pull: Pull) -> None:
        self._pull = pull
        self._pulled = self._began = 0
        self._anchor: tuple[int, float] | None = None
        self._failed = False
        self._running = False
        self._stream = self._opened()

    def start(self) -> None:
        if not self._running:
            self._anchor, self._began = None, self._pulled
            self._running = True
            self._try(self._stream.start)

    def stop(self) -> None:
        if self._running:
            self._running = False
            self._try(self._stream.abort)

    def close(self) -> None:
        self._running = False
        self._stream.close(ignore_errors=True)

    def pump(self) -> None:
        if self._failed:
            raise NoSoundDevice("it stopped by itself")

    def heard(self) -> int:
        if not self._running:
            return self._pulled
        if self._anchor is None:
            return self._began
        first, moment = self._anchor
        try:
            now = first + int((self._stream.time - moment) * SAMPLE_RATE)
        except self._error:  # it is being closed in the other thread
            return self._pulled
        return max(self._began, min(now, self._pulled))

    def _opened(self) -> OutputStream:
        try:
            import sounddevice
        except (ImportError, OSError) as error:  # without PortAudio it is an OSError
            raise NoSoundDevice(error) from error
        self._error = sounddevice.PortAudioError
        try:
            return sounddevice.OutputStream(
                samplerate=SAMPLE_RATE,
                channels=2,
                dtype="float32",
                latency=_LATENCY_S,
                callback=self._fill,
                finished_callback=self._finish,
            )
        except self._error as error:
            raise NoSoundDevice(error) from error

    def _try(self, do: Callable[[], None]) -> None:
        try:
            do()
        except self._error as error:
            raise NoSoundDevice(error) from error

    def _fill(self, out: Sound, count: int, times: Any, status: object) -> None:
        # Some systems do not say when it will be heard.
        due = times.outputBufferDacTime or self._stream.time + self._stream.latency
        self._anchor = self._pulled, due
        np.clip(self._pull(count), -1.0, 1.0, out=out)
        self._pulled += count
        if status:
            log.info("the sound device says: %s", status)

    def _finish(self) -> None:
        self._failed = self._running


def rescan() -> None:
    """Have PortAudio find devices that were connected since; it looks only when it begins."""
    with suppress(ImportError, OSError):
        import sounddevice

        sounddevice._terminate()
        sounddevice._initialize()
