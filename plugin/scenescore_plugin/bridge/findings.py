"""What can be wrong with the bridge: its port, its token, who may read them. For the doctor."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from scenescore.errors import HostUnavailable
from scenescore.model import Finding
from scenescore_plugin.bridge.announce import announcement_file, read_announcement

WHAT = "Bridge"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def examine_bridge() -> Iterator[Finding]:
    """One finding: whether the bridge could run, runs, and answers to its own token."""
    if missing := [name for name in ("fastapi", "uvicorn", "websockets") if not find_spec(name)]:
        yield Finding(
            WHAT,
            True,
            f"its packages are not installed: {', '.join(missing)}",
            "For panels inside editing programs: pip install 'scenescore[bridge]'.",
            doubtful=True,
        )
        return
    file = announcement_file()
    yield _running(file) if file.exists() else Finding(WHAT, True, "it does not run now")


def _running(file: Path) -> Finding:
    if sys.platform != "win32" and stat.S_IMODE(file.stat().st_mode) & _OTHERS:
        return Finding(
            WHAT,
            False,
            f"{file} can be read by other users of this computer",
            "End the bridge, remove the file, and start it again: scenescore bridge.",
        )
    announcement = read_announcement(file)
    if announcement is None:
        return _left_behind(file)
    from scenescore_plugin.bridge.calling import connected_hosts

    try:
        hosts = connected_hosts(announcement)
    except HostUnavailable:
        return _left_behind(file)
    connected = ", ".join(hosts)
    said = f"it runs on port {announcement.port}"
    return Finding(WHAT, True, f"{said}; connected: {connected}" if hosts else said)


def _left_behind(file: Path) -> Finding:
    return Finding(
        WHAT,
        False,
        f"{file} names a port and token that nobody answers to",
        "Start it again: scenescore bridge.",
    )
