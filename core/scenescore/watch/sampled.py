"""An edit with known cuts: a few frames of every clip, each file read onwards once."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import reduce
from itertools import count, pairwise, starmap
from operator import attrgetter
from pathlib import Path

from scenescore.errors import MediaUnreadable
from scenescore.job import Job
from scenescore.media import Told, View, number_at, probe, sample_views
from scenescore.model import Clip, Edit, EngineUse, Remark, Seen, Shot
from scenescore.timebase import Span, to_frames, to_seconds
from scenescore.watch.choosing import Moments, chosen, moments_of
from scenescore.watch.flow import Flow
from scenescore.watch.glances import STEP, WIDTH, Glance, Glances, Looker
from scenescore.watch.moves import ROUGH, MoveNotes
from scenescore.watch.pictures import pictures_of
from scenescore.watch.pieces import AT_ONCE, Piece, pieces_of
from scenescore.watch.shots import shots_of
from scenescore.watch.stills import jpeg, kept, shown

log = logging.getLogger(__name__)

_ENGINES = (EngineUse("shots", "the edit's own cuts"),)


@dataclass(slots=True)
class _Looked:
    """What was seen of a file, or of a piece of one, its pictures of shots, and what was wrong."""

    glances: dict[Fraction, Glance] = field(default_factory=dict)
    moves: MoveNotes = field(default_factory=MoveNotes)
    stills: dict[int, bytes] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    unreadable: list[Remark] = field(default_factory=list)

    def take(self, later: _Looked) -> None:
        """Add a later piece of the file; a moment of both is told by the earlier one."""
        self.glances = later.glances | self.glances
        self.stills = later.stills | self.stills
        self.moves.take(later.moves)
        self.told += later.told
        self.unreadable += later.unreadable

    @property
    def remarks(self) -> list[Remark]:
        """What was wrong with the file, or is special about it; all its pieces may say the same."""
        told = reduce(Told.joined, self.told).remarks if self.told else []
        return [*dict.fromkeys(self.unreadable), *told]


Files = dict[str, _Looked]


def watch_edit(edit: Edit, job: Job) -> Seen:
    """What is seen in an edit whose cuts are known, from glances at its media.

    Glances fall on quarter seconds of the media, so that clips from one file share them. A file
    that is missing or cannot be read costs its shots their picture, and is told. Raises Cancelled.
    """
    shots = shots_of(edit, edit.cuts)
    wanted = chosen(edit)
    stills = _Stills(edit, shots, wanted)
    pieces = list(pieces_of(wanted))
    files: Files = defaultdict(_Looked)
    for piece, looked in zip(pieces, _looked_at(pieces, stills, job), strict=True):
        files[piece.path].take(looked)
    glances = Glances.of(list(_placed(edit, files)))
    pictures = pictures_of(shots, edit.cuts, glances, _FrameMoves(edit, files), edit.rate)
    shown = kept(edit.identity, dict(s for file in files.values() for s in file.stills.items()))
    told = (remark for file in files.values() for remark in file.remarks)
    return Seen(edit.cuts, shots, pictures, _ENGINES, (*_missing(edit), *told), shown)


def _looked_at(pieces: list[Piece], stills: _Stills, job: Job) -> list[_Looked]:
    """What is seen in each piece, in their order; the longest are begun first."""
    done, total = count(), sum(len(piece.moments) for piece in pieces)

    def look(piece: Piece) -> _Looked:
        job.check()  # of many files, none is opened any more

        def step() -> None:
            job.step(next(done) / total, Path(piece.path).name)

        return _looked_through(piece, stills, step)

    with ThreadPoolExecutor(AT_ONCE, "scenescore-look") as pool:
        begun = {p: pool.submit(look, p) for p in sorted(pieces, key=attrgetter("length"))[::-1]}
        return [begun[piece].result() for piece in pieces]


def _looked_through(piece: Piece, stills: _Stills, step: Callable[[], None]) -> _Looked:
    """A glance at each moment of a piece; `step` is called before each."""
    looked, looker = _Looked(), Looker()
    views = sample_views(
        Path(piece.path),
        piece.moments,
        rough=ROUGH,
        fine=WIDTH,
        passing=looked.moves,
        told=looked.told,
        beside_others=True,
    )
    try:
        with closing(views):
            for moment, view in views:
                step()
                looked.glances[moment] = looker.look(moment, view)
                looked.stills |= stills.of(piece.path, moment, view)
    except MediaUnreadable as error:
        looked.unreadable.append(_unreadable(error, piece.path))
    return looked


class _Stills:
    """Makes small pictures of the shots to show, each from the glance nearest to its middle."""

    def __init__(self, edit: Edit, shots: tuple[Shot, ...], wanted: Moments) -> None:
        self._shots: dict[tuple[str, Fraction], list[int]] = {}
        for index in shown(shots):
            shot = shots[index]
            middle = Span.of_frames(shot.start_frame, shot.end_frame, edit.rate).middle
            clip = next((each for each in edit.picture if each.record.contains(middle)), None)
            moments = wanted.get(clip.media.path) if clip and clip.media else None
            if clip and clip.media and moments:
                source = clip.source_at(middle)
                nearest = min(moments, key=lambda moment: abs(moment - source))
                self._shots.setdefault((clip.media.path, nearest), []).append(index)

    def of(self, path: str, moment: Fraction, view: View) -> dict[int, bytes]:
        """The picture of a file for each shot that it stands for."""
        return {index: jpeg(view.fine) for index in self._shots.get((path, moment), ())}


def _placed(edit: Edit, files: Files) -> Iterator[tuple[int, Glance]]:
    """Every glance of a clip with the frame of the edit that shows it."""
    for clip in edit.picture:
        seen = files.get(clip.media.path) if clip.media else None
        known = seen.glances if seen else {}
        first, last = (to_frames(t, edit.rate) for t in (clip.record.start, clip.record.end))
        for moment in moments_of(clip) if known else ():
            if moment not in known:
                continue
            glance = known[moment]
            shown = clip.record.middle
            if clip.speed:
                shown = clip.record.start + (moment - clip.source_start) / clip.speed
            frame = min(max(to_frames(shown, edit.rate), first), last - 1)
            if clip.speed < 0:
                glance = _backwards(glance, known.get(moment + STEP))
            yield frame, _at_speed(glance, float(abs(clip.speed)))


def _backwards(glance: Glance, after: Glance | None) -> Glance:
    """In reverse, what moved until the glance after it in the media moved before this one."""
    moved, flow = (after.moved, after.flow) if after else (None, None)
    return replace(glance, moved=moved, flow=flow)


def _at_speed(glance: Glance, speed: float) -> Glance:
    """What moves in a quarter second of the media moves in half of one of the edit at speed 2."""
    moved = None if glance.moved is None else min(1.0, glance.moved * speed)
    flow = Flow(*(share * speed for share in glance.flow)) if glance.flow else None
    return replace(glance, moved=moved, flow=flow)


class _FrameMoves:
    """What moves from frame to frame of an edit, where its media were decoded."""

    def __init__(self, edit: Edit, files: Files) -> None:
        self._edit = edit
        self._files = files

    def __call__(self, first: int, last: int) -> list[tuple[int, float]]:
        clip = self._clip_over(first, last)
        seen = self._files.get(clip.media.path) if clip and clip.media else None
        if clip is None or clip.media is None or seen is None:
            return []
        info = probe(Path(clip.media.path)).picture
        assert info is not None
        moments = (clip.source_at(to_seconds(f, self._edit.rate)) for f in range(first - 1, last))
        pictures = pairwise(number_at(moment, info) for moment in moments)
        moved = zip(range(first, last), starmap(seen.moves.between, pictures), strict=True)
        return [(frame, move) for frame, move in moved if move is not None]

    def _clip_over(self, first: int, last: int) -> Clip | None:
        start, end = (to_seconds(frame, self._edit.rate) for frame in (first - 1, last))
        for clip in self._edit.picture:
            if clip.record.start <= start and end <= clip.record.end:
                return clip
        return None


def _missing(edit: Edit) -> Iterator[Remark]:
    """A remark for every file that is not here, and one for all clips that name no file."""
    named = [(clip.media, clip.name) for clip in edit.picture if clip.media]
    names = {media.path: name for media, name in named if media.missing}
    for path, name in names.items():
        yield Remark(
            "picture-missing",
            f"The picture of {name or Path(path).name} is not on this machine: "
            "its shots were not seen.",
            "Connect the media, or put it beside the edit.",
            path,
            skipped=True,
        )
    if nameless := len(edit.picture) - len(named):
        yield Remark(
            "picture-unnamed",
            f"{nameless} clips name no media file (titles, generators): they were not seen.",
            "Render them, or export the edit in a format that names its media.",
        )


def _unreadable(error: MediaUnreadable, path: str) -> Remark:
    log.info("%s", error.detail)
    return Remark("picture-unreadable", error.message, error.hint, path, skipped=True)
