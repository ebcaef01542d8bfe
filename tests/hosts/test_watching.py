"""`scenescore watch`, run as a person runs it: exports come, one is bad, Ctrl-C ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from scenescore.edit import write_told

from .stage import PLAIN, Stage


@pytest.mark.slow
def test_what_is_exported_is_scored_until_ctrl_c(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "내보내기 #1"
    folder.mkdir()
    command = [sys.executable, "-m", "scenescore", "watch", str(folder), "--exchange", "resolve"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as watching:
        assert watching.stdout is not None
        assert "Ctrl-C" in watching.stdout.readline()
        (folder / "빈.edl").write_text("TITLE: nothing\n", encoding="utf-8")
        write_told(stage.reel(PLAIN), folder / "릴 🎬.otio")
        lanes = folder / "릴 🎬 + SceneScore" / "scored-exchange" / "resolve-lanes.otio"
        late = monotonic() + 200
        while not lanes.exists() and watching.poll() is None and monotonic() < late:
            sleep(0.2)
        watching.send_signal(signal.SIGINT)
        out, err = watching.communicate(timeout=30)
    assert lanes.exists(), err
    assert watching.returncode == 0, err
    assert "빈.edl cannot be read" in err
    assert "Import into your editor" in out
    assert not list(folder.rglob(".scenescore-*"))
