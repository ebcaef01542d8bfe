"""How long runs take and how much memory: `python bench/speed.py [--hours 2] EDIT [EDIT …]`.

Each edit is scored twice in processes of its own: with an empty cache, then again in another mood
with the cache of the first. `--hours` also scores an edit of that length, made of the last EDIT
over and over, once. Memory is the largest resident size of the process, as the system accounts it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import opentimelineio as otio

STAGES = ("read", "listen", "watch", "feel", "compose", "render", "level", "mix", "write")


def scored(edit: Path, folder: Path, cache: Path, *options: str) -> None:
    """Score once and print a row: seconds in all, seconds of each stage, peak memory."""
    command = [sys.executable, "-m", "scenescore", "score", str(edit), "-o", str(folder), "--quiet"]
    start = time.perf_counter()
    process = subprocess.Popen(
        [*command, *options], env={**os.environ, "SCENESCORE_CACHE": str(cache)}
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        sys.exit(f"scoring {edit} failed")
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    spent = {each["stage"]: each["seconds"] for each in report["timing"]}
    row = " ".join(f"{spent[stage]:8.1f}" for stage in STAGES)
    name = f"{edit.stem} {' '.join(options)}".strip()
    print(f"{name:<34}{seconds:8.1f} {row}  {usage.ru_maxrss / 1024:6.0f} MB", flush=True)


def repeated(edit: Path, hours: float, folder: Path) -> Path:
    """The edit over and over until it lasts `hours`, as a new file with absolute media paths."""
    one = otio.adapters.read_from_file(str(edit))
    for clip in one.find_clips():
        url = getattr(clip.media_reference, "target_url", "")
        if url and "://" not in url:
            clip.media_reference.target_url = (edit.parent / url).resolve().as_uri()
    length = one.duration().to_seconds()
    whole = one.clone()
    for track, source in zip(whole.tracks, one.tracks, strict=True):
        for _ in range(1, round(hours * 3600 / length)):
            track.extend(child.clone() for child in source)
    path = folder / f"{edit.stem} for {hours:g} h.otio"
    otio.adapters.write_to_file(whole, str(path))
    return path


def main() -> None:
    """Parse the command line and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edits", nargs="+", type=Path)
    parser.add_argument("--hours", type=float)
    options = parser.parse_args()
    print(f"{'':<34}{'in all':>8} " + " ".join(f"{stage:>8}" for stage in STAGES) + "  peak memory")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for edit in options.edits:
            cache = folder / f"cache {edit.stem}"
            scored(edit, folder / "out", cache)
            scored(edit, folder / "out", cache, "--mood", "sad")
        if options.hours:
            long = repeated(options.edits[-1], options.hours, folder)
            scored(long, folder / "out", folder / "cache long")


if __name__ == "__main__":
    main()
