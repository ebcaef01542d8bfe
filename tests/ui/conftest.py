"""A panel without a display, its own settings, and fixtures that fail on whatever a test leaves.

Qt's warnings fail a test through pytest-qt (pyproject.toml, `qt_log_level_fail`).
"""

from __future__ import annotations

import os
import secrets
import shutil
import threading
import time
import traceback
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from weakref import WeakKeyDictionary

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, QProcess, Qt, QThread, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from tests.worker.conftest import PATIENCE_S, SMALL_FONT, film, worker_cache

from scenescore.worker.orders import Studio
from scenescore_ui.controller import Engine, Session
from scenescore_ui.strings import Strings
from scenescore_ui.window import MainWindow

__all__ = ["film", "worker_cache"]

Starts = WeakKeyDictionary[object, str]


def leftovers(
    starts: Starts, threads: set[threading.Thread], windows: Collection[QWidget] = ()
) -> list[str]:
    """What still lives of what was started, each with the place in the code that did it.

    `threads` and `windows` were there before.
    """
    left: list[object] = [t for t in threading.enumerate() if t not in threads]
    for each in [o for o in starts if isinstance(o, QObject) and isValid(o)]:
        timer = isinstance(each, QTimer) and each.isActive()
        process = isinstance(each, QProcess) and each.state() != QProcess.ProcessState.NotRunning
        if timer or process or (isinstance(each, QThread) and each.isRunning()):
            left.append(each)
    left += [w for w in QApplication.topLevelWidgets() if w.isVisible() and w not in windows]
    return [f"{each!r} started at\n{starts.get(each, 'an unknown place')}" for each in left]


def _remembering(kind: type, starts: Starts, patch: pytest.MonkeyPatch) -> None:
    """From now on `kind.start` notes who called it."""
    start: Callable[..., object] = kind.start  # type: ignore[attr-defined]

    def noted(self: object, *arguments: object) -> object:
        starts[self] = "".join(traceback.format_stack(limit=6)[:-1])
        return start(self, *arguments)

    patch.setattr(kind, "start", noted)


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> Starts:
    """Who started what."""
    found: Starts = WeakKeyDictionary()
    for kind in (threading.Thread, QTimer, QProcess, QThread):
        _remembering(kind, found, monkeypatch)
    return found


@pytest.fixture(autouse=True)
def _nothing_left(starts: Starts, qapp: QApplication) -> Iterator[None]:
    threads = set(threading.enumerate())
    windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    yield
    settle(qapp)
    left = leftovers(starts, threads, windows)
    assert not left, "still alive:\n" + "\n".join(left)


@pytest.fixture(autouse=True)
def _own_settings(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCENESCORE_CONFIG", str(tmp_path_factory.mktemp("settings")))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def settle(app: QApplication) -> None:
    """Let what is under way in the event loop end, and what is to be deleted go."""
    app.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()


def shown(widget: QWidget) -> str:
    """All words that a widget shows, for finding some among them."""
    texts = [widget.windowTitle()]
    for child in widget.findChildren(QWidget):
        if child.isVisibleTo(widget):
            texts += [str(child.text())] if hasattr(child, "text") else []
    return "\n".join(texts)


def drop(window: MainWindow, path: Path) -> None:
    """Let a file fall on the window."""
    data, at = QMimeData(), QPointF(20, 20)
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(at.toPoint(), copy, data, left, none)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(at, copy, data, left, none))


class Told(list[tuple[str, str]]):
    """What a session told, in its language."""


def session_of(language: str = "en", engine: Engine | None = None) -> Session:
    session = Session(engine or Engine(), Strings(language))
    session.engine.setParent(session)
    return session


def listen(session: Session) -> Told:
    """What the session tells from now on."""
    told, say = Told(), session.strings
    session.told.connect(lambda message, hint: told.append((message(say), hint(say))))
    return told


@pytest.fixture
def own_film(film: Path, tmp_path: Path) -> Path:
    """The film in a folder of the test's own, under its difficult name; it may be in the cache."""
    folder = tmp_path / "내 편집 日本 🎬"
    folder.mkdir()
    return shutil.copy2(film, folder / film.name)


@pytest.fixture
def new_film(own_film: Path) -> Path:
    """The same, but nobody has heard or seen it before."""
    with own_film.open("ab") as file:
        file.write(secrets.token_bytes(8))
    return own_film


@pytest.fixture
def one_cache(worker_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The workers of a test share the cache with all others."""
    monkeypatch.setenv("SCENESCORE_CACHE", str(worker_cache))


@pytest.fixture
def session(qtbot: QtBot, one_cache: None) -> Iterator[Session]:
    session = session_of()
    yield session
    session.close()
    session.engine.close()
    session.deleteLater()


@pytest.fixture
def told(session: Session) -> Told:
    return listen(session)


@pytest.fixture(scope="session")
def _scored(
    tmp_path_factory: pytest.TempPathFactory, film: Path, worker_cache: Path, qapp: QApplication
) -> Path:
    """The film, analysed and scored once for all tests; nobody may change it."""
    folder = tmp_path_factory.mktemp("scored")
    path = Path(shutil.copy2(film, folder / film.name))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCENESCORE_CACHE", str(worker_cache))
        patch.setenv("SCENESCORE_CONFIG", str(tmp_path_factory.mktemp("settings")))
        session = session_of()
        assert session.open(path)
        _until(qapp, lambda: session.report)
        session.edits.set_studio(Studio(soundfont=SMALL_FONT))
        session.score(frames=(0, 120))
        _until(qapp, lambda: session.work.cues)
        session.close()
        session.engine.close()
        session.deleteLater()
    return path


def _until(app: QApplication, wanted: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not wanted():
        assert time.monotonic() < end
        app.processEvents()
        time.sleep(0.005)


@pytest.fixture
def scored_film(_scored: Path, tmp_path: Path) -> Path:
    """A film with its analysis and the music of its first five seconds, the test's own."""
    folder = tmp_path / "내 편집 日本 🎬"
    shutil.copytree(_scored.parent, folder)
    return folder / _scored.name
