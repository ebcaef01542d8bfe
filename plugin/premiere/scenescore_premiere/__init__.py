"""The panel inside Premiere Pro: a folder that UXP loads, and the package that it is installed by.

What is in `uxp` is compiled from plugin/premiere/src; nothing here runs but in Premiere.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

PANEL = Path(__file__).with_name("uxp")
"""The panel as UXP loads it."""

_SINCE_1980 = (1980, 1, 1, 0, 0, 0)


def package_name() -> str:
    """The file name of the package, as Adobe has them: id and program."""
    told = json.loads((PANEL / "manifest.json").read_text(encoding="utf-8"))
    return f"{told['id']}_{told['host']['app']}.ccx"


def pack(folder: Path) -> Path:
    """Write the panel as the package that Creative Cloud installs; the same panel, the same bytes.

    Raises OSError.
    """
    path = folder / package_name()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for file in sorted(PANEL.rglob("*")):
            if file.is_file():
                entry = zipfile.ZipInfo(file.relative_to(PANEL).as_posix(), _SINCE_1980)
                entry.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(entry, file.read_bytes())
    return path
