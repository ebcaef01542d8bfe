"""An edit's picture drawn frame by frame from its sources: cuts, dissolves, retimes, letterbox."""

from __future__ import annotations

import logging
from collections import OrderedDict
from fractions import Fraction
from pathlib import Path

from av.video.reformatter import VideoReformatter

from scenescore.errors import MediaUnreadable
from scenescore.job import Job
from scenescore.media.canvas import Canvas, Size, blank, blended, fitted, slate
from scenescore.media.layers import Layers
from scenescore.media.pictures import PictureReader
from scenescore.model import Clip, Edit, Remark
from scenescore.timebase import to_seconds

log = logging.getLogger(__name__)

_OPEN_READERS = 4
_DRAWN = 4
"""Canvases kept, for freezes and for sources slower than the edit."""
_SHORT_S = 0.5


class Conform:
    """Draws the frames of an edit; `remarks` says what could not be drawn.

    Missing and unreadable media are a plain dark slate, gaps are black, and a clip longer than its
    file holds the file's last picture.
    """

    def __init__(self, edit: Edit, size: Size) -> None:
        self._rate = edit.rate
        self._size = size
        self._layers = Layers(edit)
        self._readers: OrderedDict[Clip, PictureReader] = OrderedDict()
        self._drawn: OrderedDict[tuple[Path, int], Canvas] = OrderedDict()
        self._remarks: dict[tuple[str, str], Remark] = {}
        self._lacking: dict[Clip, str] = {}
        self._scaler = VideoReformatter()
        self._black, self._slate = blank(size), slate(size)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What could not be drawn, one remark a file and reason."""
        return tuple(self._remarks.values())

    def draw(self, frame: int, job: Job | None = None) -> Canvas:
        """The picture of one frame; quickest in order. Raises Cancelled where the job is."""
        layers = self._layers.at(frame)
        seen = [layer.clip for layer in layers if layer.clip]
        moment = to_seconds(frame, self._rate)
        return blended([(self._picture(clip, moment, seen, job), share) for clip, share in layers])

    def lacking(self, frame: int) -> tuple[str, ...]:
        """Names of the media that a slate stands for in a frame that was drawn."""
        layers = self._layers.at(frame)
        return tuple(self._lacking[clip] for clip, _ in layers if clip and clip in self._lacking)

    def close(self) -> None:
        """Close all files, and say what was damaged in them."""
        for clip, reader in self._readers.items():
            self._leave(clip, reader)
        self._readers.clear()

    def _picture(
        self, clip: Clip | None, moment: Fraction, seen: list[Clip], job: Job | None
    ) -> Canvas:
        if clip is None:
            return self._black
        if clip.media is None or clip.media.missing:
            name = Path(clip.media.path).name or clip.media.url if clip.media else clip.name
            self._lacking[clip] = name
            self._note("picture-missing", name, f"{name} is missing: a slate stands for it.", clip)
            return self._slate
        try:
            reader = self._reader_of(clip, Path(clip.media.path), seen)
            return self._canvas(clip, reader, clip.source_at(moment), job)
        except MediaUnreadable as error:
            log.info("not drawn: %s", error.detail)
            self._lacking[clip] = Path(clip.media.path).name
            self._note("picture-unreadable", clip.media.path, error.message, clip)
            return self._slate

    def _canvas(
        self, clip: Clip, reader: PictureReader, moment: Fraction, job: Job | None
    ) -> Canvas:
        picture = reader.at(moment, job)
        end = to_seconds(picture.number, reader.info.rate)
        if picture.number == reader.last and (lost := float(moment - end)) > _SHORT_S:
            what = f"The picture of {reader.path.name} ends before the clip does: it stands still."
            self._note("picture-short", str(reader.path), what, clip)
            log.info("%s lacks %.2f s", reader.path, lost)
        key = (reader.path, picture.number)
        if key not in self._drawn:
            info = reader.info
            turn, size = info.rotation, self._size
            self._drawn[key] = fitted(picture.frame, info.shown, turn, size, self._scaler)
            if len(self._drawn) > _DRAWN:
                self._drawn.popitem(last=False)
        return self._drawn[key]

    def _reader_of(self, clip: Clip, path: Path, seen: list[Clip]) -> PictureReader:
        """The clip's reader: its own, one that another clip of the file left, or a new one."""
        if clip not in self._readers:
            left = [c for c, r in self._readers.items() if r.path == path and c not in seen]
            self._readers[clip] = self._readers.pop(left[-1]) if left else PictureReader(path)
            if len(self._readers) > _OPEN_READERS:
                self._leave(*self._readers.popitem(last=False))
        self._readers.move_to_end(clip)
        return self._readers[clip]

    def _leave(self, clip: Clip, reader: PictureReader) -> None:
        if reader.damage.count:
            what = f"{reader.path.name} is damaged: some of its pictures were left out."
            self._note("picture-damaged", str(reader.path), what, clip, skipped=False)
        reader.close()

    def _note(
        self, code: str, about: str, message: str, clip: Clip, *, skipped: bool = True
    ) -> None:
        """Say it once a file."""
        hint = "Relink or export the file again."
        self._remarks.setdefault((code, about), Remark(code, message, hint, clip.name, skipped))
