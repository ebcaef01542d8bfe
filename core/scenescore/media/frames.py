"""A film decoded once for many observers, or looked at here and there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from scenescore.job import Job
from scenescore.media.drawing import Image, size_at, upright
from scenescore.media.pictures import PictureReader
from scenescore.model import Remark
from scenescore.timebase import to_seconds

_SHORT_S = 1


class FrameObserver(Protocol):
    """Sees a film one picture after the other, and nothing else."""

    def frame(self, index: int, seconds: Fraction, image: Image) -> None:
        """Take one picture: its number, its time, its pixels (height, width, 3) in BGR."""


def watch_film(
    path: Path, observers: Sequence[FrameObserver], job: Job, *, width: int
) -> tuple[Remark, ...]:
    """Decode every picture of a film once and show it, `width` pixels wide, to every observer.

    Numbers are time stamps counted at the file's rate (`probe(path).picture.rate`): strictly
    rising, with holes where a variable rate leaves some out. Damaged packets are left out, and a
    remark says so. Raises MediaUnreadable, Cancelled.
    """
    with closing(PictureReader(path)) as reader:
        info = reader.info
        size = size_at(info, width)
        last = -1
        for index, seconds, frame in reader.onwards():
            if index <= last:
                continue
            last = index
            if index % info.rate.nominal == 0:
                job.step(float(seconds / info.duration))
            image = upright(frame, info.rotation, size)
            for observer in observers:
                observer.frame(index, seconds, image)
        job.step(1.0)
        return _remarks(reader, to_seconds(last + 1, info.rate))


def sample_frames(
    path: Path, times: Sequence[Fraction], width: int
) -> Iterator[tuple[Fraction, Image]]:
    """The pictures shown at some moments (seconds from the first picture), in rising order.

    Yields (moment as asked, pixels in BGR); seeks to key frames where that is quicker than decoding
    on. Raises MediaUnreadable.
    """
    with closing(PictureReader(path)) as reader:
        size = size_at(reader.info, width)
        for moment in sorted(times):
            yield moment, upright(reader.at(moment).frame, reader.info.rotation, size)


def _remarks(reader: PictureReader, end: Fraction) -> tuple[Remark, ...]:
    """What was wrong with a film that has been watched to its end."""
    name = reader.path.name
    remarks = []
    if reader.damaged:
        message = f"{name} is damaged: {reader.damaged} packets of its picture were left out."
        remarks.append(Remark("picture_damaged", message, "Export it again.", name))
    if (lost := float(reader.info.duration - end)) > _SHORT_S:
        message = f"The picture of {name} ends {lost:.1f} s earlier than the file says."
        remarks.append(Remark("picture_short", message, "Export it again.", name))
    return tuple(remarks)
