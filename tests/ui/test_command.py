"""`scenescore panel` as it is typed: found by its entry point, said in both languages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scenescore_ui.strings import Strings
from scenescore_ui.work.places import places_of

WITHOUT_QT = """
import sys
sys.modules["PySide6"] = None
sys.argv = ["scenescore", "panel"]
from scenescore.cli import main
main()
"""

QUIT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from scenescore_ui.app import run
app = QApplication([])
QTimer.singleShot(200, app.quit)
sys.exit(run(Path(sys.argv[1]), "ko"))
"""


@pytest.mark.parametrize("language", ["en", "ko"])
def test_without_qt_it_says_what_to_install(language: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", WITHOUT_QT],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": f"{language}_XX.UTF-8"},
        cwd=tmp_path,
        check=False,
    )
    say = Strings(language)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [say("no_qt"), say("no_qt_hint")]


def test_neither_the_command_line_nor_the_command_loads_qt(tmp_path: Path) -> None:
    code = "import sys, scenescore.cli, scenescore_ui.command; print('PySide6' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert done.stdout.strip() == "False"


def test_it_runs_until_it_is_quit(one_cache: None, own_film: Path) -> None:
    done = subprocess.run(  # apart, as an application that was quit runs no loop again
        [sys.executable, "-X", "utf8", "-c", QUIT, str(own_film)], check=False, timeout=120
    )
    assert done.returncode == 0
    assert places_of(own_film).file.is_file()
