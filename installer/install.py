#!/usr/bin/env python3
"""Installs SceneScore for this user, in an environment of its own, and its parts into the editing
programs; or takes all of it away again.

    installer/install            on Linux and macOS
    installer\\install.cmd        on Windows
    … --remove                   takes away every file that was put anywhere

Needs nothing but Python 3.11 or later; what the system lacks is said. The user's films, projects
and settings are not touched.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
MARK = "scenescore-engine.txt"
"""Lies in the engine's folder: nothing is ever removed but a folder that holds it."""
EXTRAS = "panel,bridge"
OLDEST = (3, 11)


@dataclass(frozen=True)
class Places:
    """Where things go: the engine's environment, and the command that the user types."""

    engine: Path
    command: Path

    @property
    def python(self) -> Path:
        return self._inside("python")

    @property
    def program(self) -> Path:
        return self._inside("scenescore")

    def _inside(self, name: str) -> Path:
        if self.command.suffix == ".cmd":
            return self.engine / "Scripts" / f"{name}.exe"
        return self.engine / "bin" / name


def places(system: str, home: Path, env: Mapping[str, str]) -> Places:
    """The places of a user; `system` is what `sys.platform` says."""
    if system == "win32":
        local = Path(env.get("LOCALAPPDATA") or home / "AppData" / "Local")
        folder = local / "SceneScore"
        return Places(folder / "engine", folder / "scenescore.cmd")
    if system == "darwin":
        folder = home / "Library" / "Application Support" / "SceneScore"
        return Places(folder / "engine", home / ".local" / "bin" / "scenescore")
    data = Path(env.get("XDG_DATA_HOME") or home / ".local" / "share")
    return Places(data / "scenescore" / "engine", home / ".local" / "bin" / "scenescore")


def lacking(system: str) -> str:
    """What the system lacks and how to get it, in a sentence; "" where nothing is."""
    if system == "darwin" and shutil.which("fluidsynth") is None:
        return "FluidSynth is missing: brew install fluid-synth"
    if system == "win32" and shutil.which("fluidsynth") is None:
        return "FluidSynth is missing: choco install fluidsynth, or put its bin folder into PATH"
    return ""


def install(to: Places, source: str) -> None:
    """The engine, its command, and the parts in the editing programs."""
    if sys.platform == "linux":
        _run([str(PROJECT / "installer" / "system-packages"), sys.executable, "panel"])
    elif said := lacking(sys.platform):
        _say(said)
    _refuse_foreign(to)
    _say(f"Making the engine's environment in {to.engine}")
    to.engine.mkdir(parents=True, exist_ok=True)
    (to.engine / MARK).write_text("Made by installer/install.\n", encoding="utf-8")
    _run([sys.executable, "-m", "venv", str(to.engine)])
    pip = [str(to.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--upgrade", f"{source}[{EXTRAS}]"])
    make_command(to)
    _run([str(to.program), "hosts", "--place"])
    _say(f"Done. Try: {to.command} doctor")


def make_command(to: Places) -> None:
    """The command that the user types: a link, or on Windows a file that calls it."""
    to.command.parent.mkdir(parents=True, exist_ok=True)
    if to.command.suffix == ".cmd":
        to.command.write_bytes(_calling(to))
        return
    to.command.unlink(missing_ok=True)
    to.command.symlink_to(to.program)


def _calling(to: Places) -> bytes:
    """The Windows file; cmd.exe reads it in the code page of the system, and never as UTF-8."""
    home, program = to.command.parent, to.program
    inside = f"%~dp0{program.relative_to(home)}" if program.is_relative_to(home) else program
    return f'@"{inside}" %*\r\n'.encode("oem" if sys.platform == "win32" else "utf-8")


def remove(to: Places) -> None:
    """Every file that `install` has put anywhere."""
    if to.program.exists():
        _run([str(to.program), "hosts", "--remove"])
    if _is_our_command(to):
        to.command.unlink()
    if (to.engine / MARK).is_file():
        shutil.rmtree(to.engine)
    if to.engine.parent.is_dir() and not any(to.engine.parent.iterdir()):
        to.engine.parent.rmdir()
    _say("SceneScore is removed. What it made beside your films is yours and stays.")


def _is_our_command(to: Places) -> bool:
    if to.command.suffix == ".cmd":
        return to.command.is_file() and to.command.read_bytes() == _calling(to)
    if not to.command.is_symlink():
        return False
    leads = to.command.readlink()  # to this engine, or to one that was installed elsewhere
    return leads == to.program or (leads.parents[1] / MARK).is_file()


def _refuse_foreign(to: Places) -> None:
    """Stop before anything is made where something that is not ours lies in the way."""
    if to.engine.is_dir() and any(to.engine.iterdir()) and not (to.engine / MARK).is_file():
        raise SystemExit(f"{to.engine} holds something else: move it away, then run this again.")
    windows = to.command.suffix == ".cmd"  # it lies in a folder of our own
    if os.path.lexists(to.command) and not (windows or _is_our_command(to)):
        raise SystemExit(f"{to.command} is not ours: move it away, then run this again.")


def _run(command: list[str]) -> None:
    done = subprocess.run(command, check=False)
    if done.returncode:
        raise SystemExit(f"This failed, and says above why: {' '.join(command)}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> None:
    """What the command line asks for."""
    if sys.version_info[:2] < OLDEST:
        raise SystemExit(f"Python {OLDEST[0]}.{OLDEST[1]} or later is needed: www.python.org")
    parser = argparse.ArgumentParser(description="Install SceneScore, or take it away again.")
    parser.add_argument("--remove", action="store_true", help="take away what was installed")
    parser.add_argument("--engine", type=Path, help="another folder for the engine")
    parser.add_argument(
        "--from", dest="source", default=str(PROJECT), help="a wheel, or the source"
    )
    given = parser.parse_args(arguments)
    usual = places(sys.platform, Path.home(), os.environ)
    to = Places(given.engine.absolute(), usual.command) if given.engine else usual
    remove(to) if given.remove else install(to, given.source)


if __name__ == "__main__":
    main()
