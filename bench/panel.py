"""How quick the panel and its worker are: `python bench/panel.py [--film FILM] [--count 5]`.

The edit is the demo; the music is that of the first 40 s of FILM, by default of the demo's own film
as far as it goes. The long edit is what was found and made of the demo, over and over until it
lasts 90 minutes (panel_long.py). Without a display; times are by the wall, stalls also by the
processor, which tells what the panel does apart from what else the machine does.
"""

from __future__ import annotations

import argparse
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

from panel_long import REPLAY, long_edit, long_score
from scenescore.strokes import Stroke
from scenescore.timebase import to_frames
from scenescore.worker.orders import DoctorOrder
from scenescore_ui.app import make_window
from scenescore_ui.controller import Engine, Session
from scenescore_ui.strings import Strings
from scenescore_ui.theme import dress
from scenescore_ui.work.places import places_of
from scenescore_ui.worker.process import ProcessTransport

DEMO = Path(__file__).resolve().parents[1] / "examples" / "demo"
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
assert window.timeline.data and window.timeline.isVisible()
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


def turn(seconds: float) -> None:
    """Let Qt's loop turn so long."""
    end = time.perf_counter() + seconds
    until(lambda: time.perf_counter() > end)


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


class Stalls:
    """How long the window's loop did not turn, by the wall and by the processor, while it is on."""

    def __init__(self) -> None:
        self.walls: list[float] = []
        self.busy: list[float] = []
        self._wall, self._busy = time.perf_counter(), time.process_time()
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(2)

    def end(self, what: str) -> None:
        self._timer.stop()
        row(f"{what}: longest stall", [1000 * max(self.walls)], "ms")
        row(f"{what}: longest stall, processor", [1000 * max(self.busy)], "ms")

    def _tick(self) -> None:
        wall, busy = time.perf_counter(), time.process_time()
        self.walls.append(wall - self._wall)
        self.busy.append(busy - self._busy)
        self._wall, self._busy = wall, busy


def stalls(edit: Path) -> None:
    """A full score of the demo in the window."""
    window = make_window("en")
    window.show()
    window.session.open(edit)
    until(lambda: window.session.findings)
    until(lambda: not window.session.engine.client.tasks)
    watched = Stalls()
    window.session.score()
    until(lambda: window.session.work.cues)
    until(lambda: not window.session.engine.client.tasks)
    watched.end("window, full score of the demo")
    window.close()


def long_stalls(edit: Path, short: Path, count: int) -> None:
    """A full score of the long edit, told by a worker that has it ready; then drags and undoing."""
    window = make_window("en")
    window.show()
    session, answer = window.session, edit.parent / "answer.json"
    command = [sys.executable, "-u", "-c", REPLAY, str(answer)]
    session.engine.client.transport = lambda: ProcessTransport(session.engine, command)
    session.open(edit)
    cues = long_score(session, short, answer)
    watched = Stalls()
    session.score()
    until(lambda: len(session.work.cues) == cues)
    turn(0.5)
    watched.end(f"window, full score of {cues} cues in 90 min")
    watched = Stalls()
    for number in range(count):
        session.edits.bend(Stroke("arousal", ((100.0, number / count), (110.0, 0.5))))
        turn(0.3)
    watched.end("window, drags in it")
    window.close()


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--film", type=Path)
    parser.add_argument("--count", type=int, default=5)
    chosen = parser.parse_args()
    app = QApplication([])
    dress(app)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        os.environ["SCENESCORE_CONFIG"] = made
        os.environ.setdefault("SCENESCORE_CACHE", str(folder / "cache"))
        shutil.copytree(DEMO, folder / "demo")
        edit = folder / "demo" / "demo.otio"
        print(f"{'':<58}{'median':>9}{'worst':>9} {'':<3}{'n':>4}")
        worker_start(chosen.count)
        stalls(edit)
        film = folder / (chosen.film or DEMO / "demo.mp4").name
        shutil.copy(chosen.film or DEMO / "demo.mp4", film)
        session = session_on(film)
        drags(session, chosen.count)
        end(session)
        window_start(edit, chosen.count)
        long = long_edit(folder, edit)
        window_start(long, chosen.count)
        long_stalls(long, edit, chosen.count)
        cancels(edit, chosen.count)
    app.quit()


if __name__ == "__main__":
    main()
