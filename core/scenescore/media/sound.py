"""One sound file read anywhere, by sample, without ever holding much of it."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Generator
from fractions import Fraction
from itertools import islice
from math import floor, isnan, nan
from pathlib import Path
from statistics import median

import av
import numpy as np

from scenescore.media.damage import Damage
from scenescore.media.opening import (
    Lost,
    decoded_packets,
    only,
    open_media,
    origin_of,
    sound_stream,
    start_of,
    unreadable,
)
from scenescore.media.runs import Piece, Run, Sound
from scenescore.timebase import round_half_up

log = logging.getLogger(__name__)

_KEPT = Fraction(1, 2)
"""Seconds kept behind the reading position: clips that meet overlap a little there."""
_SKIPPED = Fraction(2)
"""Seconds ahead that are cheaper decoded than sought."""
_RUN_INS = (Fraction(1, 2), Fraction(5))
"""Seconds decoded before the wanted sample after a seek: codecs need packets to recover (MP3's bit
reservoir, Opus 80 ms, AAC's overlap), and Ogg tells times only once a page."""
_FINE = 2
"""Samples by which an exact clock may stray."""
_BIAS_PACKETS = 24


class SoundReader:
    """Decodes the sound of one file in stereo, at any position, fastest when read onwards.

    Positions are samples at the file's own `rate`, counted from zero of the media (its first
    picture, or its first sample where it has no picture). Where there is no sound it reads silence.
    `damage` tells of packets that could not be decoded, `streams` counts the sound streams of the
    file, of which the default one is read. Raises MediaUnreadable when opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damage = Damage()
        self._last: int | None = None
        self._kept: deque[tuple[int, Sound]] = deque()
        self._open()

    @property
    def position(self) -> int:
        """The sample after the last one decoded: reading on from here costs least."""
        return self._end

    @property
    def begins(self) -> Fraction:
        """Seconds of the media at which the sound begins."""
        return Fraction(self._first, self.rate)

    @property
    def ended(self) -> int | None:
        """Where the sound ends, once that has been found out."""
        return self._last

    def read(self, start: int, count: int) -> Sound:
        """Samples [start, start + count) as (count, 2); silence where the file has none."""
        if not self._within_reach(start):
            self._seek(start)
        while self._end < start + count and self._decode():
            self._forget(start)
        out = np.zeros((count, 2), np.float32)
        for begin, piece in self._kept:
            low, high = max(begin, start), min(begin + len(piece), start + count)
            if low < high:
                for side in (0, 1):  # numpy is slow along an axis of two
                    out[low - start : high - start, side] = piece[low - begin : high - begin, side]
        return out

    def close(self) -> None:
        """Close the file."""
        self._kept.clear()
        self._frames.close()
        self._container.close()

    # --- finding a position -----------------------------------------------------------------------

    def _open(self) -> None:
        """Open the file and stand before its first sample."""
        self._container = open_media(self.path)
        stream = sound_stream(self._container)
        if stream is None:
            self._container.close()
            raise unreadable(self.path, "it holds no sound")
        self._stream = stream
        self.rate = stream.codec_context.sample_rate
        self.streams = len(self._container.streams.audio)
        self._origin = origin_of(self._container)
        self._origin_samples = float(self._origin * self.rate)
        self._remembered = round_half_up(_KEPT * self.rate)
        self._tick = stream.time_base or Fraction(1, self.rate)
        # Containers with a coarse clock (Matroska: 1 ms) round; samples are then counted instead.
        self._jitter = max(_FINE, round_half_up(Fraction(3, 2) * self._tick * self.rate))
        self._samples, self._ticks = (self._tick * self.rate).as_integer_ratio()
        self._first = round_half_up((start_of(stream) - self._origin) * self.rate)
        only(self._container, stream)
        self._bias = 0
        self._stand(0 if abs(self._first) <= self._jitter else self._first)
        if self._jitter > _FINE:
            self._measure_bias()

    def _stand(self, position: int) -> None:
        """Forget what was decoded; the next sound decoded belongs at `position`."""
        self._kept.clear()
        self._frames = self._decoded()
        self._ahead: deque[Piece] = deque()
        self._end = position
        self._exhausted = False

    def _measure_bias(self) -> None:
        """Find how far a coarse clock is from the count of samples; seeking then agrees with it."""
        said: list[float] = []
        counted = self._end
        while max(len(said), len(self._ahead)) < _BIAS_PACKETS:
            if (piece := next(self._frames, None)) is None:
                break
            self._ahead.append(piece)
            said.extend(each - counted for each in piece.said)
            counted += len(piece.sound)
        bias = _middle(said[1:], self._jitter)  # the first is cut by the codec's priming
        self._bias = bias if abs(bias) <= self._jitter else 0

    def _within_reach(self, start: int) -> bool:
        oldest = self._kept[0][0] if self._kept else self._end
        if start < oldest:
            return oldest <= self._first + self._jitter  # nothing lies before
        return self._exhausted or start <= self._end + _SKIPPED * self.rate

    def _seek(self, target: int) -> None:
        """Stand shortly before `target`, with the codec settled."""
        for run_in in _RUN_INS:
            wanted = target - round_half_up(run_in * self.rate)
            if wanted <= self._first:
                break
            ticks = floor((Fraction(wanted, self.rate) + self._origin) / self._tick)
            try:
                self._container.seek(ticks, stream=self._stream)
            except av.FFmpegError as error:
                log.debug("no seeking in %s: %s", self.path, error)
                break
            if self._land(target):
                return
        self._frames.close()
        self._container.close()
        self._open()

    def _land(self, target: int) -> bool:
        """Decode from where a seek led until `target`; False when it led beyond.

        What the packets say up to a gap tells where the first is; the rest then finds its place.
        """
        self._stand(target)
        said: list[float] = []
        counted, agreed = 0, False
        for piece in self._frames:
            if not piece.said and not said:
                continue
            self._ahead.append(piece)
            if agreed and abs(piece.at - counted - said[-1]) > self._jitter:
                break
            agreed = agreed or len(piece.said) > 1
            said.extend(each - counted for each in piece.said)
            counted += len(piece.sound)
            if said[0] + counted >= target:
                break
        if not said:  # the end of the file: there is nothing at or after the target
            self._exhausted = True
            self._last = target if self._last is None else self._last
            return True
        self._end = _middle(said, self._jitter) - self._bias
        return self._end <= target

    # --- decoding ---------------------------------------------------------------------------------

    def _decode(self) -> bool:
        """Take the sound of the next packets; False at the end."""
        piece = self._ahead.popleft() if self._ahead else next(self._frames, None)
        if piece is None:
            self._exhausted = True
            self._last = self._end
            return False
        begin = self._end
        if piece.at > begin + self._bias + self._jitter and self._confirms(piece):
            begin = _middle([*piece.said], self._jitter) - self._bias
        self._kept.append((begin, piece.sound))
        self._end = begin + len(piece.sound)
        return True

    def _confirms(self, piece: Piece) -> bool:
        """Whether the next packet agrees that the clock jumped ahead: a gap in the sound.

        Some demuxers misplace single packets (Vorbis, where its blocks change length); a jump back
        is a damaged clock. Then samples are counted on.
        """
        if len(piece.said) > 1:
            return True
        if not self._ahead:
            self._ahead.extend(islice(self._frames, 1))
        following = self._ahead[0].at if self._ahead else piece.at + len(piece.sound)
        return abs(following - piece.at - len(piece.sound)) <= self._jitter

    def _forget(self, start: int) -> None:
        horizon = start - self._remembered
        while self._kept and self._kept[0][0] + len(self._kept[0][1]) < horizon:
            self._kept.popleft()

    def _decoded(self) -> Generator[Piece, None, None]:
        """Sound in runs of packets; what cannot be decoded is counted and left out."""
        run, reached = Run(self._jitter), 0.0
        for frames in decoded_packets(self._container, self._stream, self.path):
            if isinstance(frames, Lost):
                known = None if frames.moment is None else frames.moment - self._origin
                self.damage.add(Fraction(round(reached), self.rate) if known is None else known)
                continue
            for frame in frames:
                position = self._position_of(frame.pts)
                if not run.takes(frame, position):
                    yield run.joined()
                    run = Run(self._jitter)
                run.add(frame, position)
                reached = (reached if isnan(position) else position) + frame.samples
        yield run.joined()

    def _position_of(self, pts: int | None) -> float:
        """The sample that a time stamp says; NaN for none."""
        # Divided once, of whole numbers: exact sums of fractions for each packet take longer than
        # decoding it does.
        return nan if pts is None else pts * self._samples / self._ticks - self._origin_samples


def _middle(values: list[float], jitter: int) -> int:
    """The middle of what packets say, without outliers: finer than a clock that rounds.

    Where no two agree, the last one counts: the first after a seek may be cut by the codec.
    """
    if not values:
        return 0
    usual = median(values)
    near = [value for value in values if abs(value - usual) <= jitter] or values[-1:]
    return floor((min(near) + max(near)) / 2 + 0.5)
