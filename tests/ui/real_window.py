"""The panel in a real window under a real mouse: `python real_window.py EDIT LANGUAGE PICTURES`.

Opens the edit, right-clicks a scene, scores it, bends its feeling, plays it and accepts it, all by
the mouse and the keys of the X server (xdotool). Pictures of the screen are kept in a folder. Ends
with 1 and a word on stderr where something does not come.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from scenescore_ui.app import make_window
from scenescore_ui.theme import dress
from scenescore_ui.window import MainWindow

PATIENCE_S = 240
SIZE = (1360, 860)
TEMPO_MS = 150
"""A person does nothing faster."""

DRAWN_MS = 1000
"""Time enough for the picture of a frame that was jumped to."""


class Hand:
    """The mouse and the keyboard of the X server."""

    def __init__(self, pictures: Path) -> None:
        self._pictures = pictures

    def click(self, place: QPoint, button: int = 1) -> None:
        self._do("mousemove", place.x(), place.y())
        self._do("click", button)

    def drag(self, start: QPoint, end: QPoint) -> None:
        self._do("mousemove", start.x(), start.y())
        self._do("mousedown", 1)
        for share in range(1, 9):
            at = start + (end - start) * share / 8
            self._do("mousemove", at.x(), at.y())
        self._do("mouseup", 1)

    def press(self, keys: str) -> None:
        self._do("key", keys)

    def picture(self, name: str) -> None:
        """Keep what is on the screen, menus and all."""
        QTest.qWait(400)
        screen = QGuiApplication.primaryScreen().grabWindow(0)
        if not screen.save(str(self._pictures / f"{name}.png")):
            sys.exit(f"no picture of {name}")

    def _do(self, *what: object) -> None:
        subprocess.run(["xdotool", *map(str, what)], check=True)
        QTest.qWait(TEMPO_MS)


def until(what: str, wanted: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not wanted():
        if time.monotonic() > end:
            sys.exit(f"it did not come: {what}")
        QTest.qWait(20)


def middle(widget: QWidget) -> QPoint:
    return widget.mapToGlobal(widget.rect().center())


def on_timeline(window: MainWindow, row: str, frame: int, below: int | None = None) -> QPoint:
    """A place of the screen: in a row of the timeline, at a frame."""
    timeline = window.timeline
    index = next(i for i, each in enumerate(timeline.rows) if type(each).__name__ == row)
    y = timeline.top_of(index) + (timeline.rows[index].height // 2 if below is None else below)
    x = timeline.head + round(timeline.view.x(frame))
    return timeline.viewport().mapToGlobal(QPoint(x, y))


def choose(hand: Hand, key: str, window: MainWindow, picture: str) -> None:
    """Click a line of the menu that is open."""
    until("a menu", lambda: QApplication.activePopupWidget())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    hand.picture(picture)
    text = window.texts.strings(key)
    (entry,) = [each for each in menu.actions() if each.text() == text]
    hand.click(menu.mapToGlobal(menu.actionGeometry(entry).center()))


def bend(hand: Hand, window: MainWindow, frame: int) -> None:
    """Draw tension up, from where the curve is."""
    timeline = window.timeline
    row = next(each for each in timeline.rows if type(each).__name__ == "MoodRow")
    low = round(row.y(row.curves["tension"].at(frame)))  # type: ignore[attr-defined]
    start = on_timeline(window, "MoodRow", frame, low)
    hand.drag(start, on_timeline(window, "MoodRow", frame + 60, 12))


def play_through(hand: Hand, window: MainWindow, frame: int) -> None:
    """From a frame on, by the space bar."""
    hand.click(on_timeline(window, "RulerRow", frame))
    hand.press("space")
    until("playing", lambda: window.stage.player.playing)
    until("the playhead moving", lambda: window.timeline.playhead > frame + 24)
    if window.notice.isVisible():  # nothing can be heard here, which is told
        hand.click(middle(window.notice.close_button))
    hand.picture("4 playing")
    hand.press("space")
    until("standing still", lambda: not window.stage.player.playing)


def run(edit: Path, language: str, pictures: Path) -> None:
    app = QApplication([])
    dress(app)
    window = make_window(language)
    window.setGeometry(0, 0, *SIZE)
    window.show()
    window.activateWindow()
    try:
        use(window, Hand(pictures), edit)
    finally:
        window.close()
    app.processEvents()


def use(window: MainWindow, hand: Hand, edit: Path) -> None:
    """What a person does who scores one scene."""
    session = window.session
    hand.picture("1 empty")
    session.open(edit)
    until("the analysis", lambda: session.report)
    until("idleness", lambda: not session.engine.client.tasks)
    scene = session.report.scenes[2]  # type: ignore[union-attr]
    hand.click(on_timeline(window, "SceneRow", scene.start_frame + 40), button=3)
    choose(hand, "do_score_here", window, "2 menu")
    until("music", lambda: session.work.cues)
    until("its sound", lambda: all(session.take(one) for one in session.work.cues))
    bend(hand, window, scene.start_frame + 60)
    until("the curve bent", lambda: session.work.feeling.strokes)
    until("other music", lambda: all(session.take(one) for one in session.work.cues))
    hand.press("ctrl+shift+Return")
    until("music for all", lambda: len(session.work.cues) > 1)
    until("its sound", lambda: all(session.take(one) for one in session.work.cues))
    hand.click(middle(window.side.button("why")))
    hand.click(on_timeline(window, "LaneRow", scene.start_frame + 150, 40))
    QTest.qWait(DRAWN_MS)
    hand.picture("3 scored")
    play_through(hand, window, scene.start_frame)
    written: list[object] = []
    session.accepted.connect(written.append)
    hand.click(middle(window.strip.accept))
    until("acceptance", lambda: written)
    hand.picture("5 accepted")


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
