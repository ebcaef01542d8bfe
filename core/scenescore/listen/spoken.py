"""The sound of speech alone, gathered in one pass over the mix into a temporary file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from tempfile import TemporaryFile
from typing import IO

import numpy as np

from scenescore.engines import Mono
from scenescore.errors import OutputUnwritable
from scenescore.job import Job
from scenescore.listen.pieces import Piece
from scenescore.listen.voice import VOICE_RATE
from scenescore.media import mix_sound
from scenescore.model import Edit
from scenescore.timebase import Span, to_samples

_LOUDEST = 32767
_BYTES = 2


class Spoken:
    """The sound of pieces: `spoken[i]` is piece i as an engine hears it, mono at 16 kHz."""

    def __init__(self, file: IO[bytes], pieces: Sequence[Piece]) -> None:
        self._file = file
        self._pieces = pieces
        counts = [sum(map(_count, piece.spans)) for piece in pieces]
        self._starts = list(accumulate(counts, initial=0))

    def __getitem__(self, index: int) -> Mono:
        piece = self._pieces[index]
        self._file.seek(self._starts[index] * _BYTES)
        joint = np.zeros(to_samples(piece.joint, VOICE_RATE), np.float32)
        parts: list[Mono] = []
        for span in piece.spans:
            held = np.frombuffer(self._file.read(_count(span) * _BYTES), "<i2")
            parts += [held.astype(np.float32) / np.float32(_LOUDEST), joint]
        return np.concatenate(parts[:-1])


@contextmanager
def gathered(edit: Edit, pieces: Sequence[Piece], job: Job) -> Iterator[Spoken]:
    """The sound of the pieces' stretches; it lies in a temporary file (115 MB an hour of speech).

    Raises OutputUnwritable when there is no room for it.
    """
    stretches = [span for piece in pieces for span in piece.spans]
    try:
        with TemporaryFile() as file:
            _copy(edit, stretches, file, job)
            yield Spoken(file, pieces)
    except OSError as error:
        raise OutputUnwritable(
            "The sound of the speech cannot be kept for the transcription.",
            "Free some space in the system's folder for temporary files.",
            str(error),
        ) from error


def _copy(edit: Edit, stretches: Sequence[Span], file: IO[bytes], job: Job) -> None:
    """Every sample of the stretches, which are in order and apart, as 16 bit."""
    wanted = iter([(_first(span), _first(span) + _count(span)) for span in stretches])
    first, last = next(wanted, (0, 0))
    position = 0
    mix = mix_sound(edit, sample_rate=VOICE_RATE, block=VOICE_RATE, job=job)
    for block in mix:
        mono = np.clip(block.mean(axis=1), -1, 1)
        end = position + len(mono)
        while first < end and last > position:
            part = mono[max(first - position, 0) : last - position]
            file.write((part * _LOUDEST).astype("<i2").tobytes())
            if last > end:
                break
            first, last = next(wanted, (0, 0))
        position = end


def _first(span: Span) -> int:
    return to_samples(span.start, VOICE_RATE)


def _count(span: Span) -> int:
    return to_samples(span.end, VOICE_RATE) - _first(span)
