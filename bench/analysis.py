"""What analysis finds, how fast and in how much memory: `python bench/analysis.py DATA [PART …]`.

DATA is the folder of the sample data. Parts: cuts, speed, memory, again; all but memory (two hours
of film) without any. The emotion of words, speech and kinds of sound have benches of their own:
words.py, voice.py, sounds.py. Every run is a process of its own with an empty cache; "bare" is a
process that decodes the same picture and sound with as many threads, and does nothing with it.
Seconds hang on what else the machine does, so the processor's time is told beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from analysis_films import HEIGHTS, relinked, repeated, rescaled

HARD = (336, 398, 422, 573, 623, 660, 674)
GRADUAL = (120, 222, 280, 520, 770, 850, 985, 1128)

_LONG_ENOUGH_H = 5 * 52 / 3600
"""Hours of film beside which the second that a process takes to start does not count."""

_BARE = """
import sys, av
for kind in ("video", "audio"):
    with av.open(sys.argv[1]) as film:
        stream = getattr(film.streams, kind)[0]
        stream.thread_type = "AUTO"
        for _ in film.decode(stream):
            pass
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took, and what it reported."""

    seconds: float
    processor: float
    megabytes: float
    report: dict[str, object]


def run(command: list[str], cache: Path, report: Path | None = None) -> Run:
    """Run a process; its time, the processor's, its largest resident size, its report."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, "SCENESCORE_CACHE": str(cache)})
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        sys.exit(f"failed: {' '.join(command)}")
    found = json.loads(report.read_text("utf-8")) if report else {}
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, found)


def analysed(source: Path, folder: Path, cache: Path) -> Run:
    """Analyse once."""
    return _called("analyse", source, folder, cache)


def _called(command: str, source: Path, folder: Path, cache: Path, *options: str) -> Run:
    call = [sys.executable, "-m", "scenescore", command, str(source), "-o", str(folder), "--quiet"]
    return run([*call, *options], cache, folder / "report.json")


def cuts(data: Path, folder: Path) -> None:
    """Cuts of the trailer against those checked by eye."""
    report = analysed(data / "film" / "sintel_trailer.mp4", folder / "out", folder / "cache").report
    shots = report["shots"][1:]
    hard = [shot["start_frame"] for shot in shots if shot["cut"] == "hard"]
    soft = [shot["start_frame"] for shot in shots if shot["cut"] != "hard"]
    found = [cut for cut in HARD if any(abs(cut - each) <= 1 for each in hard)]
    false = [each for each in hard if all(abs(cut - each) > 1 for cut in HARD)]
    mixed = [cut for cut in GRADUAL if any(abs(cut - each) <= 12 for each in soft)]
    print(f"hard cuts {len(found)} of {len(HARD)}, {len(false)} false; ", end="")
    print(f"dissolves and fades {len(mixed)} of {len(GRADUAL)}, {len(soft) - len(mixed)} others")


def speed(data: Path, folder: Path) -> None:
    """Films and edits at two sizes, against real time and bare decoding."""
    print(f"{'':<28}{'':>8}{'':>9}{'':>13}{'of the':>10}{'bare':>14}{'ratio':>14}")
    print(f"{'':<28}{'length':>8}{'seconds':>9}{'x real time':>13}{'processor':>10}", end="")
    print(f"{'s':>7}{'proc.':>7}{'s':>7}{'proc.':>7}{'MB':>7}")
    sources = sorted((data / "film").glob("*.mp4")) + sorted((data / "film").glob("*.webm"))
    for name, height in HEIGHTS.items():
        films = {film.stem: _apart(rescaled, film, height, folder) for film in sources}
        film = repeated(films["sintel_trailer"], _LONG_ENOUGH_H, folder)
        _film_row(f"trailer five times, {name}", film, folder)
        for edit in ("sintel_trailer", "reel10"):
            path = relinked(data / "edits" / "real" / f"{edit}.otio", films, folder, name)
            _row(f"{edit}.otio, {name}", analysed(path, folder / "out", folder / f"c {path.stem}"))


def _apart(make: Callable[..., Path], *arguments: object) -> Path:
    """What is made by a process of its own: Linux counts the size of the process that starts
    another to the other's largest."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(make, *arguments).result()


def _film_row(name: str, film: Path, folder: Path) -> None:
    bare = run([sys.executable, "-c", _BARE, str(film)], folder / "cache")
    _row(name, analysed(film, folder / "out", folder / f"cache {film.stem}"), bare)


def _row(name: str, took: Run, bare: Run | None = None) -> None:
    edit = took.report["edit"]
    numerator, denominator = edit["rate"]
    length = edit["duration_frames"] * denominator / numerator
    against = " " * 28
    if bare:
        ratio, processor = took.seconds / bare.seconds, took.processor / bare.processor
        against = f"{bare.seconds:7.1f}{bare.processor:7.1f}{ratio:7.2f}{processor:7.2f}"
    print(f"{name:<28}{length:8.0f}{took.seconds:9.1f}{length / took.seconds:13.1f}", end="")
    print(f"{took.processor:10.1f}{against}{took.megabytes:7.0f}", flush=True)


def memory(data: Path, folder: Path) -> None:
    """The trailer's film for ten minutes, an hour and two."""
    for minutes in (10, 60, 120):
        film = repeated(data / "film" / "sintel_trailer.mp4", minutes / 60, folder)
        cache = folder / f"cache {minutes}"
        _row(f"film of {minutes} minutes", analysed(film, folder / "out", cache))
        film.unlink()


def again(data: Path, folder: Path) -> None:
    """A second run in another mood, and one in another style: what was done again."""
    film = data / "film" / "sintel_trailer.mp4"
    for options in ((), ("--mood", "sad"), ("--style", "lo_fi")):
        took = _called("score", film, folder / "out", folder / "cache", *options)
        stages = {each["stage"]: each for each in took.report["timing"]}
        kept = [name for name, stage in stages.items() if stage["cached"]]
        print(f"{' '.join(options) or 'first':<14}{took.seconds:6.1f} s, kept: {', '.join(kept)}")


PARTS: dict[str, Callable[[Path, Path], None]] = {
    "cuts": cuts,
    "speed": speed,
    "again": again,
    "memory": memory,
}


def main() -> None:
    """Parse the command line and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    options = parser.parse_args()
    for part in options.parts or [part for part in PARTS if part != "memory"]:
        with tempfile.TemporaryDirectory() as name:
            print(f"\n{part}")
            PARTS[part](options.data.resolve(), Path(name))


if __name__ == "__main__":
    main()
