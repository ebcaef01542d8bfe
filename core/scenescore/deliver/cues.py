"""The cue sheet: what collecting societies ask for, with the lines only the user can fill empty."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from scenescore.cache import atomic
from scenescore.deliver.provenance import provenance_of
from scenescore.deliver.run import Run, Work
from scenescore.model import Edit
from scenescore.timebase import format_timecode, round_half_up

SCHEMA = "scenescore.cue-sheet/1"

BACKGROUND_INSTRUMENTAL = "BI"
"""Usage code of underscore without voices."""

_PRODUCTION_LINES = ("alternate_title", "episode_title", "episode_number", "air_date", "contact")
_RIGHTS_LINES = ("name", "role", "ipi", "share_percent", "society")
"""Lines of a composer or publisher; theirs to fill in."""


def write_cue_sheet(run: Run, folder: Path) -> tuple[Path, Path]:
    """Write `cue-sheet.csv` and `cue-sheet.json`. Raises OutputUnwritable.

    The CSV begins with a byte order mark: without it Excel reads Korean titles as Latin-1.
    """
    sheet = cue_sheet(run)
    texts = {
        folder / "cue-sheet.csv": to_csv(sheet).encode("utf-8-sig"),
        folder / "cue-sheet.json": json.dumps(sheet, ensure_ascii=False, indent=2).encode(),
    }
    for path, content in texts.items():
        with atomic(path) as temporary:
            temporary.write_bytes(content)
    table, tree = texts
    return table, tree


def cue_sheet(run: Run) -> dict[str, Any]:
    """The sheet as JSON-able data: the production, then its cues in running order."""
    works = sorted(run.works, key=lambda work: work.cue.in_frame)
    cues = [_cue(number, work, run) for number, work in enumerate(works, start=1)]
    total = sum((work.cue.span.duration for work in works), Fraction(0))
    production = {
        "title": run.edit.name,
        **dict.fromkeys(_PRODUCTION_LINES, ""),
        "length": clock(run.edit.duration),
        "total_music_length": clock(total),
        "total_music_seconds": float(total),
    }
    return {"schema": SCHEMA, "production": production, "cues": cues}


def _cue(number: int, work: Work, run: Run) -> dict[str, Any]:
    cue = work.cue
    return {
        "sequence": number,
        "id": cue.id,
        "uid": cue.uid,
        "title": f"{run.edit.name} {cue.id}",
        "usage": BACKGROUND_INSTRUMENTAL,
        "timecode_in": _timecode(cue.in_frame, run.edit),
        "timecode_out": _timecode(cue.out_frame, run.edit),
        "duration": clock(cue.span.duration),
        "duration_seconds": float(cue.span.duration),
        "composer": dict.fromkeys(_RIGHTS_LINES, ""),
        "publisher": dict.fromkeys(_RIGHTS_LINES, ""),
        "iswc": "",
        "isrc": "",
        "provenance": provenance_of(cue, work.score, run.soundfont),
    }


def to_csv(sheet: dict[str, Any]) -> str:
    """One line a cue; nested lines become columns like `composer_ipi`."""
    production = {f"production_{key}": value for key, value in sheet["production"].items()}
    rows = [{**_flat(cue), **production} for cue in sheet["cues"]] or [production]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _flat(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in values.items():
        name = f"{prefix}{key}"
        flat |= _flat(value, f"{name}_") if isinstance(value, dict) else {name: value}
    return flat


def _timecode(frame: int, edit: Edit) -> str:
    return format_timecode(edit.start_frame + frame, edit.rate, edit.drop_frame)


def clock(seconds: Fraction) -> str:
    """`0:01:23`, rounded to the second, as cue sheets count."""
    minutes, rest = divmod(round_half_up(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
