"""How exactly and how fast lanes come into a host: `python -m bench.hosts [NAME …]`.

For each host of the contract's tests: the largest distance in frames between where a lane was meant
and where the program has it, over every rate and start timecode; then, in an edit of 1,500 clips,
the seconds that reading takes, writing 40 cues, writing them again and undoing. Wall clock and CPU
time of our process; a program that runs beside it counts in the first only.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import pytest
from tests.hosts.contract import Rig
from tests.hosts.memory import MemoryRig
from tests.hosts.resolve_rig import ResolveRig
from tests.hosts.stage import CLOCKS, PLAIN, Stage
from tests.hosts.test_files import FilesRig

from scenescore.edit import ToldClip, ToldEdit, ToldTrack
from scenescore.model import Lane
from scenescore.timebase import to_seconds

CLIPS, CUES = 1_500, 40
CLIP_FRAMES, CUE_EVERY, CUE_FRAMES = 9, 200, 150


def _files(folder: Path) -> Rig:
    return FilesRig(folder, pytest.MonkeyPatch())


RIGS: dict[str, Callable[[Path], Rig]] = {
    "memory": lambda folder: MemoryRig(),
    "files": _files,
    "resolve": lambda folder: ResolveRig((21, 0, 4)),
}
"""A rig for each host, given an empty folder."""


def frame_error(rig: Rig, stage: Stage, folder: Path) -> tuple[Fraction, int]:
    """(the worst distance from the frame that was meant, lanes looked at) over all clocks."""
    worst, looked_at = Fraction(0), 0
    for number, clock in enumerate(CLOCKS):
        if rig.cannot(clock):
            continue
        rig.open(stage.reel(clock))
        lanes = stage.lanes(clock.rate)
        rig.host.write(rig.host.read(folder / str(number)), lanes)
        meant = {Path(lane.path).name: lane for lane in lanes}
        for laid in rig.world().ours:
            lane = meant.pop(Path(laid.path).name)
            ends = (laid.start_frame - lane.start_frame, laid.end_frame - lane.end_frame)
            worst = max(worst, *map(abs, map(Fraction, ends)))
            looked_at += 1
        assert not meant, f"{len(meant)} lanes are missing at {clock}"
    return worst, looked_at


def long_edit(stage: Stage) -> ToldEdit:
    """An edit of many short clips, two thirds pictures."""
    rate = PLAIN.rate
    film, sound = str(stage.film(rate)), str(stage.sound())

    def clips(count: int, path: str) -> tuple[ToldClip, ...]:
        return tuple(
            ToldClip(
                f"c{n}", CLIP_FRAMES * n, CLIP_FRAMES * (n + 1), path, to_seconds(n % 100, rate)
            )
            for n in range(count)
        )

    pictures, sounds = clips(CLIPS * 2 // 3, film), clips(CLIPS // 3, sound)
    tracks = (ToldTrack("video", "V1", pictures), ToldTrack("audio", "A1", sounds))
    return ToldEdit("긴 편집본", rate, PLAIN.start_frame, tracks=tracks)


def many_lanes(stage: Stage) -> tuple[Lane, ...]:
    return tuple(
        stage.lane(
            f"1m{n:02}",
            f"Score {'AB'[n % 2]}",
            CUE_EVERY * n,
            CUE_EVERY * n + CUE_FRAMES,
            PLAIN.rate,
        )
        for n in range(CUES)
    )


@contextmanager
def timed(what: str) -> Iterator[None]:
    wall, own = time.perf_counter(), time.process_time()
    yield
    seconds = (time.perf_counter() - wall, time.process_time() - own)
    print(f"  {what:34} {seconds[0]:7.2f} s  (CPU {seconds[1]:.2f} s)")


def measure(name: str, stage: Stage, folder: Path) -> None:
    rig = RIGS[name](folder)
    print(f"\n{name}")
    worst, count = frame_error(rig, stage, folder)
    print(f"  {'worst frame error':34} {float(worst):7.4g}    ({count} lanes)")
    lanes = many_lanes(stage)
    rig.open(long_edit(stage))
    with timed(f"read {CLIPS} clips"):
        edit = rig.host.read(folder / "long")
    rig.host.write(edit, ())
    with timed(f"write {CUES} cues"):
        receipt = rig.host.write(edit, lanes)
    with timed(f"write {CUES} cues again"):
        rig.host.write(edit, lanes)
    with timed("undo"):
        rig.host.remove(receipt)


def main() -> None:
    chosen = sys.argv[1:] or list(RIGS)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder) / "media")
        stage.folder.mkdir()
        for name in chosen:
            work = Path(folder) / name
            work.mkdir()
            measure(name, stage, work)


if __name__ == "__main__":
    main()
