"""Sound on disk, read at any sample: the edit's own, and the files of takes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator
from contextlib import suppress
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scenescore.media import Sound, mix_sound
from scenescore.model import Edit
from scenescore.timebase import SAMPLE_RATE

if TYPE_CHECKING:
    from soundfile import SoundFile

GROWING = ".f32"
"""The ending of a take's file that is still written."""

_BLOCK = 4096
_OPEN = 48
"""Files of takes that stay open: some cues' stems, twice."""
_FLOAT = np.dtype("<f4")
_SAMPLE = 2 * _FLOAT.itemsize
"""Bytes of a stereo sample."""


class EditSound:
    """The edit's sound at 48 kHz, quickest when read onwards."""

    def __init__(self, edit: Edit) -> None:
        self._mix = mix_sound(edit, sample_rate=SAMPLE_RATE, block=_BLOCK)
        self._blocks: Generator[Sound, None, None] | None = None
        self._at = 0
        self._left = silence(0)

    def read(self, start: int, count: int) -> Sound:
        """Samples [start, start + count); silence outside of the edit."""
        early = min(max(0, -start), count)
        self._go(max(0, start))
        pieces, have = [silence(early), self._left], early + len(self._left)
        while have < count and self._blocks and (block := next(self._blocks, None)) is not None:
            pieces.append(block)
            have += len(block)
        sound = np.concatenate([*pieces, silence(max(0, count - have))])
        self._left = sound[count:]
        self._at = start + count
        return sound[:count]

    def close(self) -> None:
        """Close all files."""
        if self._blocks:
            self._blocks.close()
        self._mix.close()

    def _go(self, start: int) -> None:
        if self._blocks and start == self._at:
            return
        if self._blocks:
            self._blocks.close()
        self._blocks, self._left = self._mix.blocks(start), silence(0)


class TakeFiles:
    """Reads the stems of takes: WAV at 48 kHz, and headerless float32 that still grows (`.f32`).

    Files stay open between blocks. Raises OSError for one that is gone, soundfile's RuntimeErrors
    for one that is no sound.
    """

    def __init__(self) -> None:
        self._open: OrderedDict[Path, SoundFile] = OrderedDict()
        self._lengths: dict[Path, int] = {}

    def read(self, path: Path, start: int, count: int) -> Sound:
        """Samples [start, start + count) of a file; silence outside of it."""
        early = min(max(0, -start), count)
        found = self._found(path, max(0, start), count - early)
        return np.concatenate([silence(early), found, silence(count - early - len(found))])

    def length(self, path: Path) -> float:
        """Samples of a file, infinite while it grows."""
        if path.suffix == GROWING:
            return inf
        if path not in self._lengths:
            self._lengths[path] = self._file(path).frames
        return self._lengths[path]

    def lacks(self, path: Path, end: int) -> bool:
        """Whether a file still grows and has not reached sample `end`."""
        if path.suffix != GROWING or end <= 0:
            return False
        with suppress(OSError):
            return path.stat().st_size < end * _SAMPLE
        return False

    def close(self) -> None:
        """Close all files."""
        while self._open:
            self._open.popitem()[1].close()

    def _found(self, path: Path, start: int, count: int) -> Sound:
        if path.suffix == GROWING:
            return _grown(path, start, count)
        file = self._file(path)
        file.seek(min(start, file.frames))
        read: Sound = file.read(count, dtype="float32", always_2d=True)
        return read

    def _file(self, path: Path) -> SoundFile:
        if path not in self._open:
            import soundfile

            self._open[path] = soundfile.SoundFile(str(path))
            if len(self._open) > _OPEN:
                self._open.popitem(last=False)[1].close()
        self._open.move_to_end(path)
        return self._open[path]


def silence(count: int) -> Sound:
    """So many samples of nothing."""
    return np.zeros((count, 2), np.float32)


def _grown(path: Path, start: int, count: int) -> Sound:
    """What is there of a file that grows; nothing where it gave way to the next one."""
    with suppress(FileNotFoundError), path.open("rb") as file:
        file.seek(start * _SAMPLE)
        there = file.read(count * _SAMPLE)
        whole = there[: len(there) // _SAMPLE * _SAMPLE]
        return np.frombuffer(whole, _FLOAT).reshape(-1, 2).astype(np.float32, copy=False)
    return silence(0)
