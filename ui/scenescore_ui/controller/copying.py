"""Copies of a take's files for other programs, made beside the window's thread."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool, Signal

from scenescore.cache import atomic
from scenescore.errors import OutputUnwritable


class Copies(QObject):
    """Each file is whole or not there; one at a time."""

    done = Signal(Path)
    """The first of the copies."""
    failed = Signal(str, str)
    """Message and hint, in English."""
    lost = Signal(str)
    """The name of a file that is not there any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)

    def make(self, files: Mapping[Path, Path]) -> None:
        """Copy each file to the place that it is given."""
        self._pool.start(lambda: self._copy(dict(files)))

    def close(self) -> None:
        """Wait for what is being copied."""
        self._pool.waitForDone()

    def _copy(self, files: Mapping[Path, Path]) -> None:
        try:
            for source, target in files.items():
                with atomic(target) as temporary:
                    shutil.copyfile(source, temporary)
        except OutputUnwritable as error:
            self.failed.emit(error.message, error.hint)
        except OSError as error:
            self.lost.emit(Path(str(error.filename)).name)
        else:
            self.done.emit(next(iter(files.values()), Path()))
