"""Sound against picture in the panel's player: `python bench/panel_sync.py [--seconds 60]`.

A film whose pictures carry their number in black and white squares, and whose sound clicks at the
first sample of every tenth frame, is played by the real player in a window without a display, in
real time, into a silent sink that is driven by the clock. Of each paint it is noted when it was
done and which number is on the screen; of each click, when its sample was due by the sink's clock.
`off` is the number on the screen when a click is heard less the number that it clicks for: -1 is
usual, for at that very moment no picture can be up yet. `late` is how long after the click its
picture was up.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import tempfile
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import av
import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from scenescore.edit import read_edit
from scenescore.media import Sound
from scenescore.timebase import SAMPLE_RATE, Rate, frames_to_samples
from scenescore_ui.player import NullSink, Picture, PictureView, Player
from scenescore_ui.player.sinks import Pull
from scenescore_ui.strings import Strings
from scenescore_ui.texts import Texts

RATES = ("23.976", "25", "29.97", "60")
SIZE = (1280, 720)
BITS = 16
EVERY = 10
LOUD = 0.25


# --- the film -------------------------------------------------------------------------------------


def counted(number: int) -> av.VideoFrame:
    """A moving picture with its number in squares along the top: white is 1, the lowest left."""
    width, height = SIZE
    planes = np.full((height * 3 // 2, width), 128, np.uint8)
    stripes = np.add.outer(np.arange(height) // 8, np.arange(width) // 8 + number)
    planes[:height] = stripes % 128 + 40
    side = width // BITS
    for bit in range(BITS):
        planes[:side, bit * side : (bit + 1) * side] = 235 if number >> bit & 1 else 16
    return av.VideoFrame.from_ndarray(planes, format="yuv420p")


def number_on(picture: Picture) -> int:
    pixels = picture.pixels
    side = pixels.shape[1] // BITS
    row = pixels[side // 2, side // 2 :: side, 1][:BITS]
    return sum(1 << bit for bit, level in enumerate(row) if level > 127)


def write_film(path: Path, rate: Rate, frames: int) -> Path:
    """H.264 with a key frame every two seconds, and PCM."""
    sound = np.zeros((frames_to_samples(frames, rate), 2), np.float32)
    for number in range(0, frames, EVERY):
        at = frames_to_samples(number, rate)
        sound[at : at + 48] = 0.8
    with av.open(str(path), "w") as film:
        options = {"preset": "ultrafast", "crf": "28", "g": str(2 * rate.nominal)}
        picture = film.add_stream("libx264", rate=rate.fps, options=options)
        picture.width, picture.height = SIZE
        picture.pix_fmt = "yuv420p"
        heard = film.add_stream("pcm_s16le", rate=SAMPLE_RATE, layout="stereo")
        for number in range(frames):
            frame = counted(number)
            frame.pts, frame.time_base = number, rate.frame
            film.mux(picture.encode(frame))
            low, high = (frames_to_samples(number + k, rate) for k in (0, 1))
            film.mux(heard.encode(pcm(sound[low:high], low)))
        film.mux(picture.encode(None))
        film.mux(heard.encode(None))
    return path


def pcm(sound: Sound, at: int) -> av.AudioFrame:
    whole = (sound * 32767).astype(np.int16).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(whole, format="s16", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, at, Fraction(1, SAMPLE_RATE)
    return frame


# --- what is noted --------------------------------------------------------------------------------


class Noted(NullSink):
    """Notes when each click's first sample is due."""

    def __init__(self, pull: Pull) -> None:
        super().__init__(lambda count: self._listen(pull(count)))
        self.clicks: list[float] = []
        self._given, self._quiet = 0, True

    def _listen(self, sound: Sound) -> Sound:
        for at in np.flatnonzero(np.diff(sound[:, 0] > LOUD, prepend=not self._quiet)):
            if sound[at, 0] > LOUD and self._began:
                moment, first = self._began
                self.clicks.append(moment + (self._given + int(at) - first) / SAMPLE_RATE)
        self._quiet = bool(sound[-1, 0] <= LOUD)
        self._given += len(sound)
        return sound


class Watched(PictureView):
    """Notes when each picture is on the screen."""

    def __init__(self, player: Player, texts: Texts) -> None:
        super().__init__(player, texts)
        self.shown: list[tuple[float, int]] = []

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self._picture:
            self.shown.append((time.monotonic(), number_on(self._picture)))


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def memory_mb() -> float:
    """What the process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def minutes(seconds: float) -> Iterator[float]:
    while seconds > 0:
        yield min(60.0, seconds)
        seconds -= 60


# --- the table ------------------------------------------------------------------------------------


def play(rate: Rate, seconds: float, folder: Path) -> None:
    frames = int((seconds + 1) * rate.fps)
    edit = read_edit(write_film(folder / f"{rate}.mov", rate, frames))
    sinks: list[Noted] = []
    player = Player(device=lambda pull: sinks.append(Noted(pull)) or sinks[-1])
    view = Watched(player, Texts(Strings("en")))
    view.resize(960, 540)
    view.show()
    player.open(edit)
    wait(1)
    load, held, began = [], [], time.monotonic()
    player.play()
    for stretch in minutes(seconds):
        used = time.process_time()
        wait(stretch)
        load.append((time.process_time() - used) / stretch * 100)
        held.append(memory_mb())
    player.pause()
    shown = [each for each in view.shown if each[0] > began]
    off, late = errors_of(sinks[0].clicks, shown)
    missed = len(set(range(shown[0][1], shown[-1][1])) - {number for _, number in shown})
    print(
        f"{rate!s:<8}{len(off):>6}{min(off):>6}{max(off):>4}"
        f"{statistics.median(late):>8.1f}{np.percentile(late, 95):>7.1f}{max(late):>7.1f} ms"
        f"{missed:>7}{player._playback.mixer.starved:>8}"
        f"{load[0]:>8.1f}{load[-1]:>6.1f} %{held[0]:>7.0f}{held[-1]:>5.0f} MB",
        flush=True,
    )
    player.close()
    view.close()


def errors_of(clicks: list[float], shown: list[tuple[float, int]]) -> tuple[list[int], list[float]]:
    """Of each click but the very first, which is faded in: frames off, milliseconds late."""
    times, numbers = zip(*shown, strict=True)
    off, late = [], []
    for index, moment in enumerate(clicks, 1):
        number = index * EVERY
        if times[0] < moment and number <= numbers[-1]:
            off.append(numbers[bisect_right(times, moment) - 1] - number)
            late.append((times[bisect_left(numbers, number)] - moment) * 1000)
    return off, late


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rates", nargs="+", default=RATES)
    chosen = parser.parse_args()
    app = QApplication([])
    print(f"{SIZE[0]} x {SIZE[1]}, {chosen.seconds:g} s each, load {os.getloadavg()[0]:.1f}")
    print(f"{'':<14}{'off':>10}{'late':>20}{'':<18}{'CPU':>12}{'memory':>17}")
    print(
        f"{'rate':<8}{'clicks':>6}{'min':>6}{'max':>4}{'median':>8}{'P95':>7}{'worst':>7}"
        f"{'missed':>10}{'starved':>8}{'first':>8}{'last':>6}{'first':>9}{'last':>5} minute"
    )
    with tempfile.TemporaryDirectory() as folder:
        for rate in chosen.rates:
            play(Rate.of(rate), chosen.seconds, Path(folder))
    app.quit()


if __name__ == "__main__":
    main()
