"""Small images of the shots, read from disk beside the window's thread, and kept."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

KEPT = 600
"""Images kept: more than any screen shows at once, some 15 MB at 96 × 54."""


class Pictures(QObject):
    """Images by path. `get` never reads: it asks for what is not there, and `arrived` tells."""

    arrived = Signal()
    _read = Signal(object, QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[Path, QPixmap] = OrderedDict()
        self._asked: set[Path] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._read.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def get(self, path: Path, height: int) -> QPixmap | None:
        """The image, `height` pixels high when it was first asked for; None while it is read."""
        if path in self._kept:
            self._kept.move_to_end(path)
            return self._kept[path]
        if path not in self._asked:
            self._asked.add(path)
            self._pool.start(lambda: self._read.emit(path, _image(path, height)))
        return None

    def pause(self) -> None:
        """Stop reading; what was asked for and not begun can be asked for again."""
        self._pool.clear()
        self._pool.waitForDone()
        self._asked.clear()

    def _keep(self, path: Path, image: QImage) -> None:
        self._asked.discard(path)
        self._kept[path] = QPixmap.fromImage(image)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit()


def _image(path: Path, height: int) -> QImage:
    """An image scaled while it is decoded; an empty one where it cannot be read."""
    reader = QImageReader(str(path))
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(QSize(max(1, size.width() * height // size.height()), height))
    return reader.read()
