"""The fixtures find what a test leaves, and name the place that started it."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import QProcess, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from tests.ui.conftest import Starts, leftovers


def _start_a_timer() -> QTimer:
    timer = QTimer()
    timer.start(60_000)
    return timer


def test_a_timer_is_found(starts: Starts) -> None:
    timer = _start_a_timer()
    (left,) = leftovers(starts, set(threading.enumerate()))
    assert "QTimer" in left
    assert "_start_a_timer" in left
    timer.stop()
    assert leftovers(starts, set(threading.enumerate())) == []


def test_a_process_is_found(starts: Starts) -> None:
    process = QProcess()
    process.start(sys.executable, ["-c", "input()"])
    (left,) = leftovers(starts, set(threading.enumerate()))
    assert "QProcess" in left
    assert "test_a_process_is_found" in left
    process.closeWriteChannel()
    assert process.waitForFinished()


def test_a_thread_is_found(starts: Starts) -> None:
    before, go = set(threading.enumerate()), threading.Event()
    thread = threading.Thread(target=go.wait, daemon=True)
    thread.start()
    (left,) = leftovers(starts, before)
    assert "test_a_thread_is_found" in left
    go.set()
    thread.join()


def test_a_window_is_found(starts: Starts, qapp: QApplication) -> None:
    window = QWidget()
    window.show()
    assert "QWidget" in leftovers(starts, set(threading.enumerate()))[0]
    window.close()


def test_warnings_of_qt_fail(request: pytest.FixtureRequest) -> None:
    assert request.config.getini("qt_log_level_fail") == "WARNING"
