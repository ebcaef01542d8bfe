"""How quick the panel and its worker are: `python bench/panel.py [--film FILM] [--count 5]`.

The edit is the demo; the music is that of the first 40 s of FILM, by default of the demo's own film
as far as it goes. The long edit is what was found in the demo, over and over until it lasts 90
minutes: the panel reads only that, never the edit. Without a display; times are by the wall.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from scenescore.cache import file_identity
from scenescore.strokes import Stroke
from scenescore.timebase import to_frames
from scenescore.worker.answers import ANALYSED
from scenescore.worker.orders import DoctorOrder, Source
from scenescore_ui.controller import Engine, Session
from scenescore_ui.strings import Strings
from scenescore_ui.work.places import places_of
from scenescore_ui.work.saving import Document, save
from scenescore_ui.worker.process import ProcessTransport

DEMO = Path(__file__).resolve().parents[1] / "examples" / "demo"
LONG_S = 90 * 60
MUSIC_S = 40
SAMPLES_A_SECOND = 48_000
STUCK = """
import ctypes
from scenescore.worker import __main__ as program, looking

def stuck(order, shop, job, tell):
    job.at("doctor").step(0.5)
    ctypes.PyDLL(None).sleep(3600)

looking.examine = stuck
program.main()
"""
USABLE = """
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from scenescore_ui.app import make_window
app = QApplication([])
window = make_window("en")
window.show()
window.session.open(Path(sys.argv[1]))
app.processEvents()
assert window.scenes.table.rowCount() and window.scenes.isVisible()
window.grab()
print(time.time(), len(window.session.report.shots), flush=True)
import os
window.session.engine.close()
os._exit(0)
"""


def row(what: str, times: list[float], unit: str = "s") -> None:
    middle, worst = statistics.median(times), max(times)
    print(f"{what:<58}{middle:9.3f}{worst:9.3f} {unit:<3}{len(times):4}", flush=True)


def until(wanted: Callable[[], object]) -> float:
    """Run Qt's loop until it is so; the moment."""
    end = time.perf_counter() + 600
    while not wanted():
        QApplication.processEvents()
        if time.perf_counter() > end:
            sys.exit("it did not come")
        time.sleep(0.001)
    return time.perf_counter()


def session_on(edit: Path, engine: Engine | None = None) -> Session:
    """A session whose edit is analysed."""
    session = Session(engine or Engine(), Strings("en"))
    if not session.open(edit):
        sys.exit(f"{edit} cannot be opened")
    until(lambda: session.findings)
    until(lambda: not session.engine.client.tasks)
    return session


def end(session: Session) -> None:
    session.close()
    session.engine.close()


# --- what is measured -----------------------------------------------------------------------------


def worker_start(count: int) -> None:
    times = []
    for _ in range(count):
        start = time.perf_counter()
        command = [sys.executable, "-m", "scenescore.worker"]
        worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert worker.stdout is not None
        worker.stdout.readline()
        times.append(time.perf_counter() - start)
        worker.communicate()
    row("worker: start to ready", times)


def window_start(edit: Path, count: int) -> None:
    times, shots = [], ""
    for _ in range(count):
        start = time.time()
        done = subprocess.run(
            [sys.executable, "-c", USABLE, str(edit)],
            capture_output=True,
            text=True,
            check=True,
        )
        moment, shots = done.stdout.split()
        times.append(float(moment) - start)
    row(f"window: start to usable, edit of {shots} shots", times)


def drags(session: Session, count: int) -> None:
    """From the change of the curve to sound: at the cue's start, in its middle, all of it."""
    report = session.report
    assert report is not None
    last = min(to_frames(MUSIC_S, report.edit.fps), report.edit.duration_frames)
    session.score(frames=(0, last))
    until(lambda: session.work.cues and session.take(session.work.cues[0]))
    seconds = last / float(report.edit.fps.fps)
    heard: list[tuple[float, int]] = []
    session.playable.connect(lambda uid, sound: heard.append((time.perf_counter(), sound.samples)))
    first, middle, whole = [], [], []
    half = (seconds / 2 + 1) * SAMPLES_A_SECOND
    for number in range(count):
        heard.clear()
        value = 0.9 - 0.1 * number
        start = time.perf_counter()
        session.edits.bend(Stroke("valence", ((1.0, -value), (seconds - 1, value))))
        whole.append(until(lambda: session.take(session.work.cues[0])) - start)
        first.append(heard[0][0] - start)
        middle.append(next(when for when, samples in heard if samples >= half) - start)
    row(f"drag to music, {seconds:.0f} s cue: its start can be heard", first)
    row(f"drag to music, {seconds:.0f} s cue: its middle can be heard", middle)
    row(f"drag to music, {seconds:.0f} s cue: the take is done", whole)
    times = []
    for _ in range(count):
        start = time.perf_counter()
        session.undo.undo()
        times.append(until(lambda: session.take(session.work.cues[0])) - start)
    row("undo of a drag: the earlier take is there", times)


def stalls(session: Session) -> None:
    """The longest time that the window's loop did not turn during a full score."""
    gaps, last = [], time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append(now - last)
        last = now

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(5)
    session.score()
    until(lambda: not session.engine.client.tasks)
    timer.stop()
    row("window: longest stall during a full score of the demo", [1000 * max(gaps)], "ms")


def cancels(edit: Path, count: int) -> None:
    """From the click on Cancel to idle: while analysing, and stuck with the interpreter's lock."""
    working, stuck = [], []
    for number in range(count):
        # An empty cache, so that there is something to cancel.
        os.environ["SCENESCORE_CACHE"] = str(edit.parent / f"cache {number}")
        shutil.rmtree(places_of(edit).folder, ignore_errors=True)
        session = Session(Engine(), Strings("en"))
        session.open(edit)
        until(lambda s=session: s.engine.long_work and s.engine.long_work.fraction > 0.1)
        start = time.perf_counter()
        session.engine.cancel()
        working.append(until(lambda s=session: s.engine.long_work is None) - start)
        end(session)
        engine = Engine()
        command = [sys.executable, "-u", "-c", STUCK]
        engine.client.transport = lambda e=engine, c=command: ProcessTransport(e, c)
        engine.start(DoctorOrder(), print)
        until(lambda e=engine: e.long_work and e.long_work.fraction > 0)
        start = time.perf_counter()
        engine.cancel()
        stuck.append(until(lambda e=engine: e.long_work is None) - start)
        engine.close()
    row("cancel to idle: analysing", working)
    row("cancel to idle: stuck in a C call", stuck)


# --- what it is measured on -----------------------------------------------------------------------


def long_edit(folder: Path, short: Path) -> Path:
    """An edit of 90 minutes as it lies there after it was analysed."""
    edit = folder / "long.otio"
    edit.write_text("only looked at by its date", encoding="utf-8")
    found, places = places_of(short).folder, places_of(edit)
    shutil.copytree(found, places.folder, ignore=shutil.ignore_patterns("takes", "open.lock"))
    path = places.folder / json.loads((found / ANALYSED).read_text(encoding="utf-8"))["report"]
    report = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(repeated(report)), encoding="utf-8")
    save(Document(Source(path=edit), identity=file_identity(edit)), places.file)
    return edit


def repeated(report: dict) -> dict:  # type: ignore[type-arg]
    frames = report["edit"]["duration_frames"]
    numerator, denominator = report["edit"]["rate"]
    seconds = frames * denominator / numerator
    times = range(int(LONG_S / seconds) + 1)
    shots = len(report["shots"])

    def moved(entry: dict, number: int) -> dict:  # type: ignore[type-arg]
        by_frame = {k: v + number * frames for k, v in entry.items() if k.endswith("_frame")}
        by_second = {k: entry[k] + number * seconds for k in ("start", "end") if k in entry}
        new = {**entry, **by_frame, **by_second}
        if "shots" in entry:
            new["id"] = number * len(report["scenes"]) + entry["id"]
            new["shots"] = [number * shots + each for each in entry["shots"]]
        return new

    mood = report["mood"]
    count = len(mood["times"]) * len(times)
    curves = {k: v * len(times) for k, v in mood.items() if isinstance(v, list) and k != "evidence"}
    curves["times"] = [number / 4 for number in range(count)]
    curves["emotions"] = {k: v * len(times) for k, v in mood["emotions"].items()}
    curves["evidence"] = [moved(each, n) for n in times for each in mood["evidence"]]
    lists = ("shots", "scenes", "speech", "sound")
    return {
        **report,
        **{name: [moved(each, n) for n in times for each in report[name]] for name in lists},
        "mood": {**mood, **curves},
        "edit": {**report["edit"], "duration_frames": frames * len(times)},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--film", type=Path)
    parser.add_argument("--count", type=int, default=5)
    chosen = parser.parse_args()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        os.environ["SCENESCORE_CONFIG"] = made
        os.environ.setdefault("SCENESCORE_CACHE", str(folder / "cache"))
        shutil.copytree(DEMO, folder / "demo")
        edit = folder / "demo" / "demo.otio"
        print(f"{'':<58}{'median':>9}{'worst':>9} {'':<3}{'n':>4}")
        worker_start(chosen.count)
        session = session_on(edit)
        stalls(session)
        end(session)
        film = folder / (chosen.film or DEMO / "demo.mp4").name
        shutil.copy(chosen.film or DEMO / "demo.mp4", film)
        session = session_on(film)
        drags(session, chosen.count)
        end(session)
        window_start(edit, chosen.count)
        window_start(long_edit(folder, edit), chosen.count)
        cancels(edit, chosen.count)
    app.quit()


if __name__ == "__main__":
    main()
