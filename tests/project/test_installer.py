"""The installer finds what is missing, installs it or says so, and never asks in vain."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

INSTALLER = Path(__file__).resolve().parents[2] / "installer"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="installs on Debian and Ubuntu")


class Machine:
    """A machine with only the programs that a test gives it."""

    def __init__(self, folder: Path) -> None:
        self.programs = folder / "bin"
        self.programs.mkdir()
        self.home = folder
        for name in ("bash", "env", "cat"):
            (self.programs / name).symlink_to(str(shutil.which(name)))

    def program(self, name: str, script: str) -> Path:
        """Add a program; `$0 "$@"` are written to `NAME.log` before the script runs."""
        path = self.programs / name
        log = self.home / f"{name}.log"
        path.write_text(f'#!{shutil.which("bash")}\necho "$*" >>"{log}"\n{script}\n')
        path.chmod(0o755)
        return path

    def log(self, name: str) -> str:
        log = self.home / f"{name}.log"
        return log.read_text() if log.exists() else ""

    def run(self, script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        words = [str(INSTALLER / script), *map(str, arguments)]
        environment = {"PATH": str(self.programs), "HOME": str(self.home)}
        return subprocess.run(
            words, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


BARE_PYTHON = 'case "$*" in *version_info*) echo python3.12-venv;; *) exit 1;; esac'
"""A Python without venv and without any library."""


# --- find-python ----------------------------------------------------------------------------------


def test_the_first_python_that_is_new_enough_is_taken(machine: Machine) -> None:
    machine.program("python3", '[ "$1" = --version ] && echo Python 3.10.6; exit 1')
    wanted = machine.program("python3.12", "exit 0")
    found = machine.run("find-python")
    assert (found.returncode, found.stdout.strip()) == (0, str(wanted))


def test_an_old_python_is_named_and_the_cure_too(machine: Machine) -> None:
    machine.program("python3", '[ "$1" = --version ] && echo Python 3.9.2; exit 1')
    found = machine.run("find-python")
    assert found.returncode == 1
    assert found.stdout == ""
    assert "3.11 or newer; Python 3.9.2 is installed" in found.stderr
    assert "apt install python3.11" in found.stderr


def test_no_python_is_told(machine: Machine) -> None:
    found = machine.run("find-python")
    assert found.returncode == 1
    assert "no Python is installed" in found.stderr


def test_this_very_python_is_new_enough() -> None:
    environment = {**os.environ, "PYTHON": sys.executable}
    found = subprocess.run(
        [INSTALLER / "find-python"], env=environment, capture_output=True, text=True
    )
    assert found.stdout.strip() == sys.executable


# --- system-packages ------------------------------------------------------------------------------


def test_without_apt_the_packages_are_named(machine: Machine) -> None:
    python = machine.program("python", BARE_PYTHON)
    told = machine.run("system-packages", python, "test")
    assert told.returncode == 1
    assert "apt-get install python3.12-venv libfluidsynth3" in told.stderr
    assert "espeak-ng" in told.stderr
    assert "same command again" in told.stderr


def test_with_apt_only_what_is_missing_is_installed(machine: Machine) -> None:
    python = machine.program("python", BARE_PYTHON)
    machine.program("apt-get", "exit 0")
    machine.program("sudo", 'while [[ $1 == -* ]]; do shift; done; "$@"')
    machine.program("true", "exit 0")
    machine.program("espeak-ng", "exit 0")
    done = machine.run("system-packages", python, "test")
    assert done.returncode == 0, done.stderr
    update, install = machine.log("apt-get").splitlines()
    assert update.endswith("update")
    assert "install -y --no-install-recommends python3.12-venv libfluidsynth3" in install
    assert "espeak-ng" not in install


def test_where_nothing_is_missing_nothing_is_installed(machine: Machine) -> None:
    fonts = machine.home / ".local" / "share" / "soundfonts"
    fonts.mkdir(parents=True)
    (fonts / "MuseScore_General.sf3").touch()
    python = machine.program("python", "exit 0")
    machine.program("apt-get", "exit 1")
    done = machine.run("system-packages", python)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.log("apt-get") == ""


def test_a_package_that_cannot_be_installed_stops_the_set_up(machine: Machine) -> None:
    python = machine.program("python", BARE_PYTHON)
    machine.program("apt-get", '[[ $* == *update* ]] || { echo "E: unable" >&2; exit 100; }')
    machine.program("sudo", 'while [[ $1 == -* ]]; do shift; done; "$@"')
    machine.program("true", "exit 0")
    assert machine.run("system-packages", python).returncode == 100
