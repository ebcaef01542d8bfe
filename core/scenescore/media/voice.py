"""One clip sounding: its file at its speed, with its gain and fades, sample by sample."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import soxr

from scenescore.media.runs import Sound
from scenescore.media.sound import SoundReader
from scenescore.model import Clip
from scenescore.timebase import round_half_up, to_samples

_GUARD = Fraction(1, 50)
"""Seconds of sound fed to the resampler around what is used, so that clips that continue one
another meet without an edge (a whole number of samples at every usual rate)."""
_REVERSED = 4
"""Seconds that are read at once to be played backwards."""
_CHUNK = 1 << 14


class Voice:
    """Yields a clip's sound from its first sample on: `pull(n)` gives the next (n, 2) samples.

    `start` and `end` are samples of the mix; both are rounded once from the record span. With
    `first` it begins that many samples after its first one. The sound of a retimed clip is
    resampled, so that its pitch moves with its speed, as on a tape; reversed clips play backwards.
    Not for freezes (speed 0), which are silent.
    """

    def __init__(self, clip: Clip, reader: SoundReader, rate: int, first: int = 0) -> None:
        self.clip = clip
        self.reader = reader
        self.start = to_samples(clip.record.start, rate)
        self.end = to_samples(clip.record.end, rate)
        self._rate = rate
        self._done = first
        self._source = _source(clip, reader, rate, first)

    def pull(self, count: int) -> Sound:
        """The next `count` samples with gain and fades."""
        first = self._done
        self._done += count
        return self._shaped(self._source.pull(count), first)

    def missing(self) -> Fraction:
        """Seconds of the clip for which its file turned out to have no sound any more."""
        if self.reader.ended is None:
            return Fraction(0)
        record = self.clip.record
        latest = max(self.clip.source_at(record.start), self.clip.source_at(record.end))
        lost = (latest - Fraction(self.reader.ended, self.reader.rate)) / abs(self.clip.speed)
        return min(max(lost, Fraction(0)), record.duration)

    def late(self) -> Fraction:
        """Seconds of the clip that pass before its file has any sound."""
        record = self.clip.record
        earliest = min(self.clip.source_at(record.start), self.clip.source_at(record.end))
        lost = (self.reader.begins - max(earliest, Fraction(0))) / abs(self.clip.speed)
        return min(max(lost, Fraction(0)), record.duration)

    def _shaped(self, sound: Sound, first: int) -> Sound:
        """Gain, and fades at equal power, so that two clips that fade across keep their level."""
        clip, total = self.clip, self.end - self.start
        fades = [(to_samples(clip.fade_in, self._rate), 0, 1)]
        fades.append((to_samples(clip.fade_out, self._rate), total, -1))
        for length, edge, direction in fades:
            reach = edge + direction * length
            if length and first < max(edge, reach) and first + len(sound) > min(edge, reach):
                at = (np.arange(first, first + len(sound)) + 0.5 - edge) * direction / length
                curve = np.sin(np.clip(at, 0.0, 1.0) * (np.pi / 2))
                sound = sound * curve.astype(np.float32)[:, None]
        return sound if clip.gain == 1.0 else sound * np.float32(clip.gain)


def _source(clip: Clip, reader: SoundReader, rate: int, first: int) -> _Plain | _Resampled:
    """The clip's samples in playing order from its sample `first` on, at the rate of the mix."""
    begin = clip.source_at(clip.record.start + Fraction(first, rate))
    step = Fraction(reader.rate, rate) * abs(clip.speed)
    backwards = clip.speed < 0
    position = round_half_up(begin * reader.rate)
    if step == 1:
        return _Plain(reader, position, backwards)
    return _Resampled(_Plain(reader, position, backwards), step, rate)


class _Plain:
    """Samples of the file one after the other, forwards or backwards."""

    def __init__(self, reader: SoundReader, position: int, backwards: bool) -> None:
        self._reader = reader
        self._position = position
        self._backwards = backwards
        self._turned: Sound = np.zeros((0, 2), np.float32)

    def skip(self, count: int) -> None:
        self._position += -count if self._backwards else count

    def pull(self, count: int) -> Sound:
        if not self._backwards:
            self._position += count
            return self._reader.read(self._position - count, count)
        while len(self._turned) < count:
            size = _REVERSED * self._reader.rate
            self._position -= size
            piece = self._reader.read(self._position, size)[::-1]
            self._turned = np.concatenate([self._turned, piece])
        out, self._turned = self._turned[:count], self._turned[count:]
        return out


class _Resampled:
    """Samples of a file at another rate: `step` file samples go by in one of the mix."""

    def __init__(self, plain: _Plain, step: Fraction, rate: int) -> None:
        self._plain = plain
        self._size = max(1, round_half_up(_CHUNK * min(step, Fraction(8))))
        self._stream = soxr.ResampleStream(float(step * rate), rate, 2, dtype="float32")
        guard = round_half_up(_GUARD * rate)
        before = round_half_up(guard * step)
        self._plain.skip(-before)
        self._ready: Sound = np.zeros((0, 2), np.float32)
        self.pull(guard)

    def pull(self, count: int) -> Sound:
        pieces = [self._ready]
        have = len(self._ready)
        while have < count:
            piece = self._stream.resample_chunk(self._plain.pull(self._size))
            pieces.append(piece)
            have += len(piece)
        joined = np.concatenate(pieces)
        out, self._ready = joined[:count], joined[count:]
        return out
