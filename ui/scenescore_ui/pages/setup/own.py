"""What the panel checks itself: its fonts, and the place beside the edit that is open."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QFontDatabase

from scenescore.worker.answers import FindingSaid
from scenescore_ui.strings import Strings
from scenescore_ui.work.places import places_of

_NEEDS_FREE = 1 << 30

_SIGNS = QFontDatabase.WritingSystem


def own_findings(edit: Path | None, say: Strings) -> Iterator[FindingSaid]:
    """In the user's language."""
    yield _fonts(say)
    if edit:
        yield _beside(edit, say)


def _fonts(say: Strings) -> FindingSaid:
    """Whether Korean, Japanese and Chinese names can be read, whatever the panel's language."""
    missing = [
        say(f"setup_signs_{system.name}")
        for system in (_SIGNS.Korean, _SIGNS.Japanese, _SIGNS.SimplifiedChinese)
        if not QFontDatabase.families(system)
    ]
    found = say("setup_fonts_missing", signs=", ".join(missing)) if missing else say("setup_all")
    return FindingSaid(
        what=say("setup_fonts"),
        well=True,
        found=found,
        cure=say("setup_fonts_cure"),
        doubtful=bool(missing),
    )


def _beside(edit: Path, say: Strings) -> FindingSaid:
    """Whether the work can be kept beside the edit, and whether there is room for it."""
    places = places_of(edit)
    home = places.file.parent
    there = next(each for each in (home, *home.parents) if each.is_dir())
    free = shutil.disk_usage(there).free
    short = free < _NEEDS_FREE
    return FindingSaid(
        what=say("setup_beside"),
        well=not short,
        found=say("setup_free", folder=str(home), gb=f"{free / 1e9:.1f}"),
        cure=say("setup_free_cure" if short else "setup_beside_cure"),
        doubtful=not places.beside,
    )
