"""A finished film: decoded once, for cuts, light, colour and motion together."""

from __future__ import annotations

from pathlib import Path

from scenescore.job import Job
from scenescore.media import look_again, watch_film
from scenescore.model import Edit, EngineUse, Seen
from scenescore.watch.cuts import join_cuts
from scenescore.watch.glances import WIDTH, GlanceTaker
from scenescore.watch.hard import HardCuts
from scenescore.watch.moves import ROUGH
from scenescore.watch.pictures import pictures_of
from scenescore.watch.shots import shots_of
from scenescore.watch.stills import StillTaker, kept
from scenescore.watch.strip import Strip

_ENGINES = (
    EngineUse("shots", "PySceneDetect adaptive detector, linear mixes for dissolves and fades"),
)


def watch_film_edit(edit: Edit, path: Path, job: Job) -> Seen:
    """What is seen in a film that is its own edit. Raises MediaUnreadable, Cancelled."""
    strip, taker, stills = Strip(edit.rate), GlanceTaker(edit.rate), StillTaker(edit.rate)
    hard = HardCuts(edit.rate, strip)
    observers = (strip, hard, taker, stills)
    remarks = watch_film(path, observers, job, rough=ROUGH, fine=WIDTH, sparing=True)
    doubts = hard.doubts
    again = look_again(path, (d.stretch for d in doubts), job, rough=ROUGH, fine=WIDTH)
    for doubt, every in zip(doubts, again, strict=False):
        hard.settle(doubt, every)
    found = join_cuts(strip, hard.cuts(), edit.rate)
    cuts = tuple(cut for cut in found if 0 < cut.frame < edit.duration_frames)
    shots = shots_of(edit, cuts)
    pictures = pictures_of(shots, cuts, taker.glances(), taker.moves, edit.rate)
    shown = kept(edit.identity, stills.of_shots(shots))
    return Seen(cuts, shots, pictures, _ENGINES, remarks, shown)
