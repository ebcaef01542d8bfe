"""Auditions: every style heard for a few seconds in the mood that it suits best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from scenescore.brief import Brief, cue_of
from scenescore.compose import compose
from scenescore.errors import BadArgument
from scenescore.job import Job
from scenescore.palettes import Palette
from scenescore.render import find_soundfont, write_wav
from scenescore.settings import EMOTIONS, MoodOrder

_SECONDS = 16.0
_HIT = "9.6"
"""A hit on the way, so that it is heard how the style strikes."""


def write_auditions(
    folder: Path, palettes: Iterable[Palette], soundfont: Path | None, job: Job
) -> Iterator[Path]:
    """Write NAME.wav of every palette into `folder`, yielding each when it is there.

    The same files every time. Raises `BadArgument` where `folder` is a file, `ToolMissing`,
    `RenderFailed` and `OutputUnwritable`.
    """
    if folder.is_file():
        raise BadArgument(
            f"--listen writes into a folder, which {folder} is not.",
            "Name a folder after --listen; it is made where it is missing.",
        )
    font, _ = find_soundfont(soundfont)
    for palette in palettes:
        brief = Brief(_SECONDS, MoodOrder(best_mood(palette)), palette.id, _HIT)
        cue, path = cue_of(brief), folder / f"{palette.id}.wav"
        with TemporaryDirectory(prefix="scenescore-") as work:
            write_wav(cue, compose(cue), font, path, Path(work), job)
        yield path


def best_mood(palette: Palette) -> str:
    """The emotion that a palette suits best, of equals the first in the usual order."""
    return max(EMOTIONS, key=lambda emotion: palette.suits[emotion])
