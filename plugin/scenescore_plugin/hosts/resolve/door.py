"""The way to a running DaVinci Resolve: its own module, where each system has it."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, Protocol

log = logging.getLogger(__name__)

_MODULE = "DaVinciResolveScript"
_ASKS_S = 5.0
_PROCESS = re.compile(r"(^|[/\\])resolve(\.exe)?(\s|$)", re.IGNORECASE)

_PLACES = {
    "darwin": (
        "/Library/Application Support/Blackmagic Design/DaVinci Resolve/Developer/Scripting",
        "/Applications/DaVinci Resolve/DaVinci Resolve.app/Contents/Libraries/Fusion"
        "/fusionscript.so",
    ),
    "win32": (
        "{PROGRAMDATA}/Blackmagic Design/DaVinci Resolve/Support/Developer/Scripting",
        "{PROGRAMFILES}/Blackmagic Design/DaVinci Resolve/fusionscript.dll",
    ),
    "linux": ("/opt/resolve/Developer/Scripting", "/opt/resolve/libs/Fusion/fusionscript.so"),
}
"""Folder of the scripting modules, and the library behind them, by `sys.platform`.

Source: Blackmagic Design's scripting README of 24 Jul 2026 (Resolve 21.0.4).
"""

_WINDOWS = {"PROGRAMDATA": "C:/ProgramData", "PROGRAMFILES": "C:/Program Files"}


@dataclass(frozen=True, slots=True)
class Places:
    """Where Resolve has its scripting folder (`api`) and its library (`lib`)."""

    api: Path
    lib: Path

    @property
    def module(self) -> Path:
        return self.api / "Modules" / f"{_MODULE}.py"


def places(system: str = sys.platform, env: Mapping[str, str] = os.environ) -> Places:
    """The places on this system; RESOLVE_SCRIPT_API and RESOLVE_SCRIPT_LIB name others."""
    api, lib = _PLACES.get(system, _PLACES["linux"])
    names = {name: env.get(name, usual) for name, usual in _WINDOWS.items()}
    return Places(
        Path(env.get("RESOLVE_SCRIPT_API") or api.format(**names)),
        Path(env.get("RESOLVE_SCRIPT_LIB") or lib.format(**names)),
    )


class Door(Protocol):
    """How Resolve is reached."""

    def installed(self) -> bool: ...

    def running(self) -> bool: ...

    def resolve(self) -> Any:
        """Resolve's own object, or None where it does not let us in."""
        ...


class OutsideDoor:
    """By Resolve's module, from a Python of our own: what only Studio allows."""

    def installed(self) -> bool:
        return places().module.is_file()

    def running(self) -> bool:
        """Whether a process of that name runs; True where the system does not say."""
        command = ["ps", "-A", "-o", "comm="]
        if sys.platform == "win32":
            command = ["tasklist", "/NH", "/FI", "IMAGENAME eq Resolve.exe"]
        try:
            said = subprocess.run(
                command, capture_output=True, text=True, errors="replace", timeout=_ASKS_S
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            log.info("no list of processes: %s", error)
            return True
        return any(_PROCESS.search(line) for line in said.stdout.splitlines())

    def resolve(self) -> Any:
        try:
            return _script_module().scriptapp("Resolve")
        except (ImportError, OSError, AttributeError, SyntaxError) as error:
            log.info("Resolve's module cannot be loaded: %r", error)
            return None


@dataclass(frozen=True, slots=True)
class InsideDoor:
    """Resolve's object as a script of its menu is given it."""

    given: Any

    def installed(self) -> bool:
        return True

    def running(self) -> bool:
        return True

    def resolve(self) -> Any:
        return self.given


def _script_module() -> Any:
    """Resolve's module, loaded by its path: `sys.path` stays as it is.

    It puts the library behind it in its own place among the modules, as its makers have it.
    """
    if _MODULE in sys.modules:
        return sys.modules[_MODULE]
    where = places()
    spec = spec_from_file_location(_MODULE, where.module)
    if spec is None or spec.loader is None:
        raise ImportError(f"no module at {where.module}")
    sys.modules[_MODULE] = module_from_spec(spec)
    os.environ.setdefault("RESOLVE_SCRIPT_LIB", str(where.lib))
    try:
        spec.loader.exec_module(sys.modules[_MODULE])
    except BaseException:
        del sys.modules[_MODULE]
        raise
    return sys.modules[_MODULE]
