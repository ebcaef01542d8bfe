"""Where editing programs look for what others add to them, on each system.

Sources: Resolve's scripting README (script folders), Blender's manual ("Blender's Directory
Layout"), Flatpak's documentation (an application's own data).
"""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

Kind = Literal["linux", "macos", "windows"]


@dataclass(frozen=True, slots=True)
class System:
    """A computer as its user sees it: `roaming` is %APPDATA%, the same as `home` elsewhere."""

    kind: Kind
    home: Path
    roaming: Path


def this_system() -> System:
    """The computer that this runs on."""
    home = Path.home()
    kinds: dict[str, Kind] = {"darwin": "macos", "win32": "windows"}
    return System(kinds.get(sys.platform, "linux"), home, Path(os.environ.get("APPDATA") or home))


@dataclass(frozen=True, slots=True)
class Place:
    """`base` is there where the program has run once; ours goes to `inside` it.

    `sandboxed` says that a program installed so may start no other.
    """

    base: str
    inside: str
    sandboxed: bool = False


_ADD_ONS = "scripts/addons"
_SCRIPTS = "Fusion/Scripts/Utility"
_VERSIONS = "[0-9]*.[0-9]*"

PLACES: Mapping[tuple[str, Kind], tuple[Place, ...]] = MappingProxyType(
    {
        ("blender", "linux"): (
            Place(f"{{home}}/.config/blender/{_VERSIONS}", _ADD_ONS),
            Place(
                f"{{home}}/.var/app/org.blender.Blender/config/blender/{_VERSIONS}", _ADD_ONS, True
            ),
        ),
        ("blender", "macos"): (
            Place(f"{{home}}/Library/Application Support/Blender/{_VERSIONS}", _ADD_ONS),
        ),
        ("blender", "windows"): (
            Place(f"{{roaming}}/Blender Foundation/Blender/{_VERSIONS}", _ADD_ONS),
        ),
        ("resolve", "linux"): (Place("{home}/.local/share/DaVinciResolve", _SCRIPTS),),
        ("resolve", "macos"): (
            Place("{home}/Library/Application Support/Blackmagic Design/DaVinci Resolve", _SCRIPTS),
            Place(
                "{home}/Library/Containers/com.blackmagic-design.DaVinciResolveLite/Data/Library"
                "/Application Support",
                _SCRIPTS,
                True,
            ),
        ),
        # Not where Premiere Pro looks: the user opens the package, and Creative Cloud installs it.
        ("premiere", "macos"): (
            Place("{home}/Library/Application Support/Adobe", "SceneScore for Premiere Pro"),
        ),
        ("premiere", "windows"): (Place("{roaming}/Adobe", "SceneScore for Premiere Pro"),),
        ("resolve", "windows"): (
            Place("{roaming}/Blackmagic Design/DaVinci Resolve", f"Support/{_SCRIPTS}"),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """A folder of a program that is installed."""

    folder: Path
    sandboxed: bool


def folders_for(program: str, system: System) -> tuple[Found, ...]:
    """The folders in which a program of this user looks; none where it was never started."""
    found = []
    for place in PLACES.get((program, system.kind), ()):
        home, roaming = (glob.escape(path.as_posix()) for path in (system.home, system.roaming))
        base = place.base.format(home=home, roaming=roaming)
        anchor = Path(Path(base).anchor)
        bases = sorted(path for path in anchor.glob(Path(base).relative_to(anchor).as_posix()))
        found += [Found(path / place.inside, place.sandboxed) for path in bases if path.is_dir()]
    return tuple(found)
