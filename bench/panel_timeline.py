"""How fast the panel's timeline paints: `python bench/panel_timeline.py [--ratio 2] [--count 300]`.

The edit is made up: 1,500 shots of 90 minutes with images, 300 scenes, 1,200 phrases, 150 cues in
two lanes with hits, themes and six stems, waveforms of everything, and a mood curve at 4 Hz. Each
row of the table is one way of moving through it; every move paints all rows anew but `playhead`.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scenescore.timebase import Rate
from scenescore_ui.strings import Strings
from scenescore_ui.timeline import (
    EDIT,
    CueBlock,
    HitMark,
    Lane,
    MoodLines,
    Peaks,
    SceneBand,
    ShotBlock,
    SpokenLine,
    ThemeMark,
    Timeline,
    TimelineData,
)

RATE = Rate.of("23.976")
DURATION = 90 * 60 * 24
STEMS = ("strings", "winds", "brass", "keys", "percussion", "pads")
MOODS = ("happy", "sad", "disgust", "anger", "surprise", "fear", "neutral")


def images(folder: Path, count: int = 40) -> list[Path]:
    """Images as a panel would keep them of its shots."""
    paths = [folder / f"{number}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        image = QImage(192, 108, QImage.Format.Format_RGB32)
        image.fill(QColor.fromHsv(number * 9, 120, 150))
        image.save(str(path))
    return paths


def stretches(count: int, rng: np.random.Generator) -> list[tuple[int, int]]:
    """The edit cut into pieces of uneven length."""
    cuts = np.sort(rng.choice(np.arange(1, DURATION), count - 1, replace=False)).tolist()
    return list(itertools.pairwise([0, *cuts, DURATION]))


def long_edit(pictures: list[Path]) -> TimelineData:
    rng = np.random.default_rng(5)
    times = tuple(range(0, DURATION, 6))
    waves = [tuple(np.sin(np.arange(len(times)) / (40 + 9 * axis)).tolist()) for axis in range(3)]
    lanes = [
        Lane(name, tuple(cue(i, *ends) for i, ends in enumerate(stretches(150, rng)) if i % 2 == n))
        for n, name in enumerate(("Score A", "Score B"))
    ]
    return TimelineData(
        name="ninety minutes",
        rate=RATE,
        duration=DURATION,
        start_frame=86_400,
        shots=tuple(
            ShotBlock(*ends, f"shot {i:04}", "dissolve" if i % 9 == 0 else "hard", pictures[i % 40])
            for i, ends in enumerate(stretches(1500, rng))
        ),
        scenes=tuple(
            SceneBand(*ends, i + 1, "dark, slow") for i, ends in enumerate(stretches(300, rng))
        ),
        speech=tuple(
            SpokenLine(start, (start + end) // 2 + 1, "누가 배를 이끌까? Who will?", MOODS[i % 7])
            for i, (start, end) in enumerate(stretches(1200, rng))
        ),
        mood=MoodLines(times, *waves),
        lanes=tuple(lanes),
    )


def cue(number: int, start: int, end: int) -> CueBlock:
    hits = tuple(HitMark(frame, "hard", 0.7) for frame in range(start, end, 60))
    themes = tuple(ThemeMark(frame, "main") for frame in range(start, end, 400))
    name = f"cue{number}"
    mood = MOODS[number % 7]
    return CueBlock(start, end, name, name, start, end, 1, "", mood, "D minor", hits, themes, STEMS)


def wave(frames: int, start: int, rng: np.random.Generator) -> Peaks:
    high = rng.random(frames * 4, np.float32)
    return Peaks(-high, high, start=start, per_frame=Fraction(4))


def fill(timeline: Timeline, data: TimelineData) -> None:
    rng = np.random.default_rng(6)
    timeline.show_peaks(EDIT, wave(data.duration, 0, rng))
    for each in (cue for lane in data.lanes for cue in lane.cues):
        for key in (each.uid, *(f"{each.uid}/{stem}" for stem in STEMS)):
            timeline.show_peaks(key, wave(each.end - each.start, each.start, rng))


def zooming(timeline: Timeline) -> Iterator[None]:
    """All the way in to one frame and out again, at changing places."""
    for turn in itertools.count():
        x = (turn * 173) % timeline.view.width
        factor = 1.25 if (turn // 60) % 2 == 0 else 0.8
        timeline.show_view(timeline.view.zoomed(factor, x))
        yield


def scrolling(timeline: Timeline, minutes: float) -> Iterator[None]:
    """Along at one zoom, a fifteenth of the window at a time."""
    timeline.fit(0, round(minutes * 60 * 24))
    while True:
        left = timeline.view.left
        timeline.show_view(timeline.view.scrolled(timeline.view.width / 15))
        if timeline.view.left == left:
            timeline.fit(0, round(minutes * 60 * 24))
        yield


def playing(timeline: Timeline) -> Iterator[None]:
    timeline.fit_all()
    for frame in itertools.cycle(range(0, DURATION, 5)):
        timeline.show_playhead(frame)
        yield


Spent = tuple[list[float], list[float]]
"""Milliseconds by the clock, and of the processor: they part where others use the machine, too."""


def measure(timeline: Timeline, moves: Iterator[None], count: int) -> Spent:
    """What each move took with its painting."""
    spent: Spent = ([], [])
    for _ in range(count):
        QApplication.processEvents()
        clock, processor = time.perf_counter(), time.thread_time()
        next(moves)
        timeline.viewport().repaint()
        spent[0].append((time.perf_counter() - clock) * 1000)
        spent[1].append((time.thread_time() - processor) * 1000)
    return spent


def report(name: str, spent: Spent) -> None:
    figures = (
        figure
        for each in spent
        for figure in (statistics.median(each), statistics.quantiles(each, n=20)[-1], max(each))
    )
    print(f"{name:<26}" + "".join(f"{figure:8.2f}" for figure in figures), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--ratio", type=float, default=1.0, help="pixels of the screen in one")
    parser.add_argument("--count", type=int, default=300, help="paintings of each way")
    asked = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = str(asked.ratio)
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        data = long_edit(images(Path(folder)))
        timeline = Timeline(Strings("en"))
        timeline.resize(1600, 700)
        timeline.show()
        start = time.perf_counter()
        timeline.show_data(data)
        app.processEvents()
        print(f"show_data and first paint: {(time.perf_counter() - start) * 1000:.0f} ms")
        fill(timeline, data)
        print(f"{'ms by clock; of processor':<26}" + f"{'median':>8}{'P95':>8}{'most':>8}" * 2)
        ways: dict[str, Callable[[], Iterator[None]]] = {
            "zoom, all to one frame": lambda: zooming(timeline),
            "scroll, 90 min in view": lambda: scrolling(timeline, 90),
            "scroll, 20 min in view": lambda: scrolling(timeline, 20),
            "scroll, 2 min in view": lambda: scrolling(timeline, 2),
            "scroll, 5 s in view": lambda: scrolling(timeline, 5 / 60),
            "playhead runs": lambda: playing(timeline),
        }
        for opened in (False, True):
            print("stems open" if opened else "stems closed")
            if opened:
                timeline.fold("Score A")
            for name, way in ways.items():
                measure(timeline, way(), 5)
                report(name, measure(timeline, way(), asked.count))
                QTest.qWait(50)
        timeline.close()


if __name__ == "__main__":
    main()
