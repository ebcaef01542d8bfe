"""A film decoded once for many observers, or looked at here and there."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Protocol

from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation

from scenescore.job import Job
from scenescore.media.ahead import ahead
from scenescore.media.damage import Damage
from scenescore.media.drawing import Drawer, Image, View
from scenescore.media.luma import has_luma, luma_of
from scenescore.media.pictures import PictureReader, Shown
from scenescore.media.probe import PictureInfo
from scenescore.model import Remark
from scenescore.timebase import to_seconds

Stretch = tuple[int, int]
"""Numbers of the first and the last picture of a part of a film."""

_AHEAD, _AHEAD_BYTES = 8, 8 << 20
_SHORT_S = 1
_HOLE_S = Fraction(1, 2)
"""Pictures missing at a constant rate, in sum, before it is told: encoders drop one at times."""


class FrameObserver(Protocol):
    """Sees a film one picture after the other, and nothing else."""

    def frame(self, index: int, seconds: Fraction, view: View) -> None:
        """Take one picture: its number, its time, and a view of it."""


def watch_film(
    path: Path,
    observers: Sequence[FrameObserver],
    job: Job,
    *,
    rough: int,
    fine: int,
    sparing: bool = False,
) -> tuple[Remark, ...]:
    """Decode a film once, from the first picture to the last, and show it to every observer.

    `rough` and `fine` are the widths in pixels of the two views in colour that there are of each
    picture. Numbers are time stamps counted at the file's rate (`probe(path).picture.rate`):
    strictly rising, with holes where a variable rate leaves some out. `sparing` leaves out pictures
    that no other needs while nothing happens, and tells how many (`View.left_out`). Damaged packets
    are left out, and a remark says so. Raises MediaUnreadable, Cancelled.
    """
    with (
        closing(PictureReader(path, small=True, sparing=sparing)) as reader,
        closing(ahead(reader.onwards(), _decoded_ahead(reader.info))) as pictures,
    ):
        info = reader.info
        view_of = _viewer(info, rough, fine)
        first, last, shown, told = 0, -1, 0, 0
        for index, seconds, frame in pictures:
            if index <= last:  # more pictures than the rate counts: the first one stands for them
                continue
            if not shown:
                first, last = index, index - 1
            left_out = index - last - 1 if reader.sparing else 0
            last, shown = index, shown + 1
            if index >= told:
                job.step(float(seconds / info.duration))
                told = index + info.rate.nominal
            view = view_of(frame, left_out)
            for observer in observers:
                observer.frame(index, seconds, view)
        job.step(1.0)
        # What is coded before the first picture that can be decoded is lost, not left out.
        there = min(reader.coded, last + 1 - first) if reader.sparing else shown
        return _remarks(reader, last + 1, there)


def _decoded_ahead(info: PictureInfo) -> int:
    """Pictures of a batch that is decoded while others are looked at."""
    return max(1, min(_AHEAD, _AHEAD_BYTES // (info.width * info.height * 3 // 2)))


def look_again(
    path: Path, stretches: Iterable[Stretch], job: Job, *, rough: int, fine: int
) -> Iterator[Iterator[tuple[int, Fraction, View]]]:
    """Every picture of some stretches of a film, none left out: numbers, times and views.

    Each stretch is to be seen to its end before the next. Raises MediaUnreadable, Cancelled.
    """
    with closing(PictureReader(path, small=True)) as reader:
        view_of = _viewer(reader.info, rough, fine)
        for stretch in stretches:
            pictures = _pictures_of(reader, stretch, job)
            yield ((number, seconds, view_of(frame)) for number, seconds, frame in pictures)


def _pictures_of(reader: PictureReader, stretch: Stretch, job: Job) -> Iterator[Shown]:
    before = -1
    for number in range(stretch[0], stretch[1] + 1):
        shown = reader.at(to_seconds(number, reader.info.rate), job)
        if shown.number > before:
            yield shown
            before = shown.number


@dataclass(frozen=True, slots=True)
class Told:
    """What is special about a film that was looked at here and there, and what was wrong."""

    name: str
    info: PictureInfo
    damage: Damage

    def joined(self, other: Told) -> Told:
        """The same of two pieces of one film."""
        return replace(self, damage=self.damage.joined(other.damage))

    @property
    def remarks(self) -> list[Remark]:
        """All of it in words."""
        damage = self.damage
        damaged = [_damaged(self.name, damage, damage.count)] if damage.count else []
        return [*_kind(self.name, self.info), *damaged]


def sample_frames(
    path: Path, times: Sequence[Fraction], width: int
) -> Iterator[tuple[Fraction, Image]]:
    """The pictures shown at some moments (seconds from the first picture), in rising order.

    Yields (moment as asked, pixels in BGR); seeks to key frames where that is quicker than decoding
    on. Raises MediaUnreadable.
    """
    with closing(sample_views(path, times, rough=width, fine=width)) as views:
        for moment, view in views:
            yield moment, view.fine


def sample_views(
    path: Path,
    times: Sequence[Fraction],
    *,
    rough: int,
    fine: int,
    passing: FrameObserver | None = None,
    told: list[Told] | None = None,
    beside_others: bool = False,
) -> Generator[tuple[Fraction, View], None, None]:
    """Views of the pictures shown at some moments, as `sample_frames`.

    On the way, pictures that no other needs are left out while nothing happens; `passing` is shown
    the others. A film that is read `beside_others` is decoded in the thread that asks. After the
    last view, what was wrong or special is added to `told`. Raises MediaUnreadable.
    """
    reading = PictureReader(path, small=True, sparing=True, wanted=times, alone=beside_others)
    with closing(reading) as reader:
        view_of = _viewer(reader.info, rough, fine)
        if passing is not None:
            frame = passing.frame
            reader.passing = lambda shown: frame(shown.number, shown.seconds, view_of(shown.frame))
        for moment in sorted(times):
            yield moment, view_of(reader.at(moment).frame)
        if told is not None:
            told.append(Told(path.name, reader.info, reader.damage))


def _viewer(info: PictureInfo, rough: int, fine: int) -> Callable[..., View]:
    """What makes a view of each picture of a film, at two widths, after some that were left out."""
    roughly = Drawer(info, rough, Interpolation.FAST_BILINEAR).draw
    finely = Drawer(info, fine).draw

    def view(frame: VideoFrame, left_out: int = 0) -> View:
        grey = partial(luma_of, frame, info.rotation) if has_luma(frame) else None
        return View(partial(roughly, frame), partial(finely, frame), grey, left_out)

    return view


def _kind(name: str, info: PictureInfo) -> list[Remark]:
    """What is special about the pictures of a file, and how they were looked at therefore."""
    remarks = []
    if info.interlaced:
        message = f"{name} is interlaced: one field of each of its pictures was looked at."
        remarks.append(Remark("picture-interlaced", message, "", name))
    if info.transfer != "sdr":
        message = (
            f"{name} is high dynamic range ({info.transfer}): its light was measured as a standard "
            "screen shows it."
        )
        remarks.append(Remark("picture-hdr", message, "", name))
    return remarks


def _remarks(reader: PictureReader, counted: int, shown: int) -> tuple[Remark, ...]:
    """What was wrong with a film of which `shown` pictures were seen, up to number `counted`."""
    name, info = reader.path.name, reader.info
    remarks = _kind(name, info)
    holes = 0 if info.variable else counted - shown
    damage = reader.damage
    if damage.count:
        remarks.append(_damaged(name, damage, max(damage.count, holes)))
    elif holes * info.rate.frame > _HOLE_S:
        message = f"{name} is damaged: {holes} of its pictures were left out."
        remarks.append(Remark("picture-damaged", message, "Export it again.", name))
    end = to_seconds(counted, info.rate)
    if (missing := float(info.duration + info.missing - end)) > _SHORT_S:
        message = f"The picture of {name} ends {missing:.1f} s earlier than the file says."
        hint = "Copy or export the file again."
        remarks.append(Remark("picture-short", message, hint, name))
    return tuple(remarks)


def _damaged(name: str, damage: Damage, lost: int) -> Remark:
    first, last = damage.tenths()
    message = (
        f"{name} is damaged between {first:.1f} and {last:.1f} s: {lost} of its pictures were left "
        "out."
    )
    return Remark("picture-damaged", message, "Export it again.", name)
