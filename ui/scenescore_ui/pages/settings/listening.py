"""Hearing how a SoundFont plays a palette: a sample made by a worker of its own, then played."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from scenescore.worker.answers import Auditioned
from scenescore.worker.orders import AuditionOrder
from scenescore.worker.protocol import Failed
from scenescore_ui.controller import Engine

log = logging.getLogger(__name__)


class Listening(QObject):
    """One sample at a time: `waits` while it is made, `sounds` when it begins to be heard."""

    waits = Signal()
    sounds = Signal(Path)
    silent = Signal(object)
    """`Failed`: it could not be made; None: nothing can be heard on this computer."""

    def __init__(self, engine: Engine, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._wanted: AuditionOrder | None = None

    def hear(self, soundfont: Path | None, style: str) -> None:
        """Have a sample made, and play it when it is there."""
        order = AuditionOrder(soundfont=soundfont, style=style)
        self._wanted = order
        self.stop()
        self.waits.emit()

        def made(result: Auditioned) -> None:
            self._made(order, result)

        def failed(failure: Failed) -> None:
            if order is self._wanted:
                self.silent.emit(failure)

        self._engine.ask(order, made, failed)

    def stop(self) -> None:
        """Be silent."""
        try:
            import sounddevice
        except (ImportError, OSError):
            return
        sounddevice.stop()

    def _made(self, order: AuditionOrder, made: Auditioned) -> None:
        if order is not self._wanted:
            return
        if played(made.sound):
            self.sounds.emit(made.sound)
        else:
            self.silent.emit(None)


def played(path: Path) -> bool:
    """Begin to play a sound file and come back at once; False where nothing can be heard."""
    try:
        import sounddevice
        import soundfile
    except (ImportError, OSError) as error:  # without PortAudio it is an OSError
        log.info("nothing can be heard: %s", error)
        return False
    try:
        samples, rate = soundfile.read(path, dtype="float32")
        sounddevice.play(samples, rate)
    except (soundfile.LibsndfileError, sounddevice.PortAudioError, ValueError) as error:
        log.info("%s cannot be played: %s", path.name, error)
        return False
    return True
