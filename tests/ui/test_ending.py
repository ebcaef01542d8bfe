"""A signal ends the panel's loop, and what was there before hears of the next."""

from __future__ import annotations

import os
import signal

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from pytestqt.qtbot import QtBot

from scenescore_ui.ending import ended_by_signals


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_loop_that_only_waits(qtbot: QtBot, number: signal.Signals) -> None:
    loop, ends = QEventLoop(), []
    before = signal.getsignal(number)
    late = QTimer(singleShot=True)
    late.timeout.connect(loop.quit)
    late.start(10_000)
    QTimer.singleShot(0, lambda: os.kill(os.getpid(), number))
    with ended_by_signals(lambda: (ends.append(number), loop.quit())):
        loop.exec()
    assert late.isActive(), "the signal was not heard"
    late.stop()
    assert ends == [number]
    assert signal.getsignal(number) == before
