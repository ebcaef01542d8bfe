"""One film file's pictures, at any moment, fastest when looked at onwards."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Generator, Iterable
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any, NamedTuple

import av
from av.packet import Packet
from av.video.frame import VideoFrame

from scenescore.job import Job
from scenescore.media.damage import Damage
from scenescore.media.opening import (
    Lost,
    decoded_packets,
    only,
    open_media,
    picture_stream,
    unreadable,
)
from scenescore.media.probe import PictureInfo, probe
from scenescore.media.sparing import Sparing, can_spare
from scenescore.timebase import to_frames, to_seconds

log = logging.getLogger(__name__)

_KEPT_BYTES = 48 << 20
_KEPT_FRAMES = 32
"""Decoded pictures kept for looking back a little, as a clip in reverse does."""
_SOUGHT = Fraction(10)
"""Seconds ahead from which seeking pays in a file that does not say where its key frames are."""
_NEAR = Fraction(1, 2)
"""Seconds ahead that are decoded through whatever lies between: a seek empties the decoder."""
_RUN_INS = (Fraction(0), Fraction(1), Fraction(10))
"""Seconds to seek further back when a seek led beyond the picture asked for."""
_SLACK = Fraction(1, 100)
"""Share of a frame by which a moment may miss its frame: clocks round (Matroska: 1 ms)."""


_PLAIN = 500_000
"""Pixels up to which one thread decodes pictures as fast as they are looked at: more take a fifth
more of the processor's time."""

_EDGES_LEFT = {
    **dict.fromkeys(("h264", "hevc"), ("all", "bidir")),
    **dict.fromkeys(("vp8", "vp9"), ("noref", "noref")),
}
"""Of which pictures that are small when shown the edges of blocks stay, by codec (FFmpeg's
`skip_loop_filter`): where key frames are near, and elsewhere only of those from which what strays
does not last."""
_STRAYS_S = 12
"""Seconds between key frames up to which the edges of all pictures of H.264 and HEVC may stay: a
fifth of decoding is saved. What is predicted from them strays by one level of 255 in the mean at
160 pixels across, by four at most; without key frames it would be by twenty and more."""


class Shown(NamedTuple):
    """A decoded picture and its number, counted at the file's rate from its first picture."""

    number: int
    seconds: Fraction
    frame: VideoFrame


def number_at(moment: Fraction, info: PictureInfo) -> int:
    """The number of the picture shown at `moment`, in seconds from the first picture."""
    return max(0, floor(moment * info.rate.fps + _SLACK))


def _edges_left(info: PictureInfo) -> str | None:
    """What a decoder of small pictures is told of their edges; None: nothing."""
    near, elsewhere = _EDGES_LEFT.get(info.codec, (None, None))
    return near if info.key_gap is not None and info.key_gap <= _STRAYS_S else elsewhere


class PictureReader:
    """Gives the picture of a film that is shown at a moment.

    Pictures are numbered by their time stamps at the file's `info.rate`, so that a variable rate
    keeps its timing. Before the first picture it gives the first, after the last the last.
    `damage` tells of pictures that could not be decoded, or not whole. Pictures that are `small`
    when shown are decoded with less care; a reader that is `sparing` leaves out what tells little
    (see `Sparing`), but no picture that is shown at a `wanted` moment: where the film lacks the
    picture of one, it leaves out nothing any more. What reads `alone` decodes in the thread that
    asks. `passing`, once set, is shown every picture that is decoded on the way to one asked for.
    Raises MediaUnreadable.
    """

    def __init__(
        self,
        path: Path,
        *,
        small: bool = False,
        sparing: bool = False,
        wanted: Iterable[Fraction] = (),
        alone: bool = False,
    ) -> None:
        info = probe(path).picture
        if info is None:
            raise unreadable(path, "it holds no picture")
        self.path = path
        self.info: PictureInfo = info
        self.damage = Damage()
        self.last: int | None = None  # number of the last picture, once that has been found out
        size = max(1, info.width * info.height * 3 // 2)
        edges = _edges_left(info) if small else None
        self._options = {"skip_loop_filter": edges} if edges else {}
        self.sparing = sparing and can_spare(info)
        plain = self.sparing and info.width * info.height <= _PLAIN
        self._threads = "NONE" if alone or plain else "AUTO"
        self._wanted = {number_at(moment, info) for moment in wanted}
        self.coded = 0  # pictures that `onwards` met, decoded or left out
        self.passing: Callable[[Shown], None] | None = None
        self._kept: deque[Shown] = deque(maxlen=max(3, min(_KEPT_FRAMES, _KEPT_BYTES // size)))
        self._open()

    def at(self, moment: Fraction, job: Job | None = None) -> Shown:
        """The picture shown at `moment`, in seconds from the first picture.

        A `job` that is cancelled while many pictures are decoded on the way raises Cancelled.
        """
        wanted = number_at(moment, self.info)
        if not self._within_reach(wanted):
            self._seek(wanted)
        while (not self._kept or self._kept[-1].number <= wanted) and self._decode():
            if job:
                job.check()
        if not self._kept:
            raise unreadable(self.path, "none of its pictures can be decoded")
        at = bisect_right(self._kept, wanted, key=lambda kept: kept.number)
        shown = self._kept[max(0, at - 1)]
        if self.sparing and shown.number < wanted < self._kept[-1].number:
            # The film lacks the picture, and the one before it may be among those left out.
            self.sparing = False
            self._reopen()
            return self.at(moment, job)
        return shown

    def onwards(self) -> Generator[Shown, None, None]:
        """Every picture from the first to the last, in the order shown, decoded once."""
        self.damage = Damage()  # what was met before is met again
        self.coded = 0
        self._reopen()
        yield from self._kept
        yield from self._pictures

    def close(self) -> None:
        """Close the file."""
        self._kept.clear()
        self._pictures.close()
        self._container.close()

    # --- finding a picture ------------------------------------------------------------------------

    def _open(self) -> None:
        self._container = open_media(self.path)
        stream = picture_stream(self._container)
        assert stream is not None
        stream.thread_type = self._threads
        stream.codec_context.options = dict(self._options)
        self._stream = stream
        self._tick = stream.time_base or self.info.rate.frame
        only(self._container, stream)
        self._first: int | None = None
        self._restart()
        self._decode()
        self._first = self._kept[0].number if self._kept else None

    def _restart(self) -> None:
        self._kept.clear()
        self._sparing = Sparing(self._stream.codec_context) if self.sparing else None
        self._met = False
        self._pictures = self._decoded()
        self._exhausted = False

    def _reopen(self) -> None:
        self.close()
        self._open()

    def _within_reach(self, wanted: int) -> bool:
        if not self._kept:
            return wanted < self.info.rate.nominal
        if wanted < self._kept[0].number:
            return self._kept[0].number == self._first  # nothing lies before
        if self._exhausted or wanted <= self._kept[-1].number:
            return True
        return not self._key_frame_before(wanted)

    def _key_frame_before(self, wanted: int) -> bool:
        """Whether a key frame lies between the last picture decoded and the one wanted."""
        now = self._kept[-1].seconds
        then = to_seconds(wanted, self.info.rate)
        entries = self._stream.index_entries
        found = entries.search_timestamp(self._ticks(then)) if len(entries) else -1
        if found < 0:
            return then - now > _SOUGHT
        key = entries[found].timestamp * self._tick - self.info.start
        # The decoder holds pictures back for reordering: a key frame just ahead is no gain.
        return key > now + max(8 * self.info.rate.frame, _NEAR)

    def _seek(self, wanted: int) -> None:
        for run_in in _RUN_INS:
            moment = to_seconds(wanted, self.info.rate) - run_in
            if moment <= 0:
                break
            try:
                self._container.seek(self._ticks(moment), stream=self._stream)
            except av.FFmpegError as error:
                log.debug("no seeking in %s: %s", self.path, error)
                break
            self._restart()
            if self._decode() and self._kept[0].number <= wanted:
                return
        self._reopen()

    def _ticks(self, moment: Fraction) -> int:
        return floor((moment + self.info.start) / self._tick)

    # --- decoding ---------------------------------------------------------------------------------

    def _decode(self) -> bool:
        picture = next(self._pictures, None)
        if picture is None:
            self._exhausted = True
            self.last = self._kept[-1].number if self._kept else self.last
            return False
        if self._kept and picture.number <= self._kept[-1].number:
            return True  # more pictures than the rate counts: the first one stands for them
        self._kept.append(picture)
        if self.passing:
            self.passing(picture)
        return True

    def _decoded(self) -> Generator[Shown, None, None]:
        for frames in decoded_packets(self._container, self._stream, self.path, self._meet):
            if isinstance(frames, Lost):
                self._lose(frames)
                continue
            for frame in frames:
                seconds = self._before = self._seconds_of(frame)
                if frame.is_corrupt:
                    self.damage.add(seconds)
                if (number := to_frames(seconds, self.info.rate)) >= 0:
                    yield Shown(number, seconds, frame)

    def _meet(self, packet: Packet[Any]) -> None:
        self.coded += packet.pts is not None and not packet.is_discard
        if not self._met:
            self._met, self._before = True, self._before_the(packet)
        if self._sparing:
            self._sparing.meet(packet, wanted=self._is_wanted(packet))

    def _is_wanted(self, packet: Packet[Any]) -> bool:
        if not self._wanted or packet.pts is None:
            return False
        seconds = packet.pts * self._tick - self.info.start
        return to_frames(seconds, self.info.rate) in self._wanted

    def _lose(self, lost: Lost) -> None:
        if lost.moment is None:
            self.damage.add(self._before + self.info.rate.frame)
        else:
            self.damage.add(lost.moment - self.info.start)

    def _seconds_of(self, frame: VideoFrame) -> Fraction:
        if frame.pts is None or self.info.counted:
            return self._before + self.info.rate.frame
        return frame.pts * (frame.time_base or self._tick) - self.info.start

    def _before_the(self, packet: Packet[Any]) -> Fraction:
        """When the picture before the first one that is decoded was shown.

        Where pictures are counted, as many are shown before a key picture as are coded before it.
        """
        begun = packet.dts if self.info.counted else None
        when = Fraction(0) if begun is None else begun * self._tick - self.info.start
        return when - self.info.rate.frame
