"""WAV files as broadcasters want them: 24 bit, time reference, RF64 above four gigabytes.

Written whole or not at all. Formats: EBU Tech 3285 (BWF), EBU Tech 3306 (RF64), iXML.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from scenescore.cache import atomic
from scenescore.media.bext import Bext, time_reference_in
from scenescore.media.opening import unreadable
from scenescore.model import Loudness
from scenescore.timebase import SAMPLE_RATE

RIFF_LIMIT = 0xFFFF_FFFF
"""The largest size that a RIFF header can say, in bytes."""

_DS64 = struct.Struct("<QQQI")  # sizes of RIFF and data, samples, length of an empty table
_PCM, _FLOAT = 1, 3


class WavWriter:
    """Writes sound to a WAV file in blocks; the file appears when the context ends well.

    16 and 24 `bits` are integers, 32 is float. Values are rounded to the nearest step without
    dither, so that the same sound makes the same bytes; what lies beyond full scale is limited to
    it and counted in `overs` (a float file keeps it). `time_reference` is the first sample's count
    since midnight; `date` (yyyy-mm-dd) is empty unless given; `loudness` may be set until the
    context ends. Above `limit` bytes the header becomes RF64. Raises OutputUnwritable for a full
    disk or a read-only folder, ValueError for sound of another shape.
    """

    def __init__(
        self,
        path: Path,
        *,
        channels: int = 2,
        sample_rate: int = SAMPLE_RATE,
        bits: int = 24,
        time_reference: int = 0,
        description: str = "",
        originator: str = "SceneScore",
        date: str = "",
        ixml: str = "",
        limit: int = RIFF_LIMIT,
    ) -> None:
        if bits not in (16, 24, 32):
            raise ValueError(f"WAV is written with 16, 24 or 32 bits, not {bits}")
        self.path = path
        self.channels = channels
        self.sample_rate = sample_rate
        self.bits = bits
        self.samples = 0
        self.overs = 0
        self.peak = 0.0
        self.loudness: Loudness | None = None
        self._bext = Bext(time_reference, description, originator, date=date)
        self._ixml = ixml
        self._limit = limit
        self._stack = ExitStack()

    def __enter__(self) -> WavWriter:
        temporary = self._stack.enter_context(atomic(self.path))
        self._file: BinaryIO = self._stack.enter_context(temporary.open("wb"))
        self._file.write(self._header(0))
        self._data = self._file.tell()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._stack.__exit__(kind, error, trace)
            return
        with self._stack:  # so that a disk that fills up with the last bytes is told as well
            self._finish()

    def write(self, block: NDArray[np.floating[Any]]) -> None:
        """Append samples (n, channels) in float, full scale at 1."""
        if block.ndim != 2 or block.shape[1] != self.channels:
            raise ValueError(f"sound of shape {block.shape} is not (n, {self.channels})")
        if not len(block):
            return
        self.peak = max(self.peak, float(np.abs(block).max()))
        self._file.write(self._encoded(block))
        self.samples += len(block)

    @property
    def _bytes(self) -> int:
        """Bytes of sound so far."""
        return self.samples * self.channels * self.bits // 8

    def _encoded(self, block: NDArray[np.floating[Any]]) -> bytes:
        if self.bits == 32:
            return block.astype("<f4").tobytes()
        full = 1 << (self.bits - 1)
        steps = np.rint(block.astype(np.float64) * full)
        self.overs += int(np.count_nonzero((steps > full - 1) | (steps < -full)))
        whole = np.clip(steps, -full, full - 1).astype("<i4")
        octets = whole.reshape(-1, 1).view(np.uint8)[:, : self.bits // 8]
        return np.ascontiguousarray(octets).tobytes()

    def _finish(self) -> None:
        """Pad, and write the sizes that are known only now."""
        if self._bytes % 2:
            self._file.write(b"\0")
        self._file.seek(0)
        header = self._header(self._bytes)
        assert len(header) == self._data
        self._file.write(header)
        self._file.flush()

    def _header(self, size: int) -> bytes:
        """Everything before the samples, the same length whatever the size."""
        chunks = [_chunk(b"bext", replace(self._bext, loudness=self.loudness).to_bytes())]
        if self._ixml:
            text = self._ixml.encode()
            # libsndfile loses its way in RF64 after a chunk of odd length.
            chunks.append(_chunk(b"iXML", text + b" " * (len(text) % 2)))
        chunks.append(_chunk(b"fmt ", self._format()))
        if self.bits == 32:
            chunks.append(_chunk(b"fact", struct.pack("<I", min(self.samples, RIFF_LIMIT))))
        middle = b"".join(chunks)
        riff = 4 + 8 + _DS64.size + len(middle) + 8 + size + size % 2
        huge = riff > self._limit
        sizes = _DS64.pack(riff, size, self.samples, 0) if huge else bytes(_DS64.size)
        return b"".join(
            (
                b"RF64" if huge else b"RIFF",
                struct.pack("<I", RIFF_LIMIT if huge else riff),
                b"WAVE",
                _chunk(b"ds64" if huge else b"JUNK", sizes),
                middle,
                b"data",
                struct.pack("<I", RIFF_LIMIT if huge else size),
            )
        )

    def _format(self) -> bytes:
        frame = self.channels * self.bits // 8
        kind = _FLOAT if self.bits == 32 else _PCM
        rate = self.sample_rate
        return struct.pack("<HHIIHH", kind, self.channels, rate, rate * frame, frame, self.bits)


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


@dataclass(frozen=True, slots=True)
class WavInfo:
    """A WAV file's header; `samples` counts frames of all channels, `encoding` is like PCM_24."""

    sample_rate: int
    channels: int
    samples: int
    encoding: str
    time_reference: int = 0


def wav_info(path: Path) -> WavInfo:
    """Read a WAV file's header. Raises MediaUnreadable."""
    import soundfile

    try:
        info = soundfile.info(str(path))
        reference = _time_reference(path)
    except (soundfile.SoundFileError, OSError) as error:
        raise unreadable(path, "it is no sound file, or it is damaged", error) from error
    return WavInfo(info.samplerate, info.channels, info.frames, info.subtype, reference)


def read_wav_blocks(
    path: Path, start: int = 0, count: int | None = None, block: int = SAMPLE_RATE
) -> Iterator[NDArray[np.float32]]:
    """Samples [start, start + count) in blocks (n, channels); to the end if `count` is None.

    Ends where the file ends. Raises MediaUnreadable.
    """
    import soundfile

    try:
        with soundfile.SoundFile(str(path)) as file:
            left = file.frames - start if count is None else min(count, file.frames - start)
            file.seek(min(start, file.frames))
            while left > 0:
                piece = file.read(min(block, left), dtype="float32", always_2d=True)
                if not len(piece):
                    return
                left -= len(piece)
                yield piece
    except (soundfile.SoundFileError, OSError) as error:
        raise unreadable(path, "it is no sound file, or it is damaged", error) from error


def _time_reference(path: Path) -> int:
    """The BWF time reference; 0 where there is no bext chunk before the sound."""
    with path.open("rb") as file:
        if file.read(4) not in (b"RIFF", b"RF64"):
            return 0
        file.seek(12)
        while len(head := file.read(8)) == 8:
            name, size = head[:4], int.from_bytes(head[4:], "little")
            if name == b"bext":
                return time_reference_in(file.read(size))
            if name == b"data":
                return 0
            file.seek(size + size % 2, 1)
    return 0
