"""The orders about what plays: which SoundFonts there are, how one sounds."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from scenescore.audition import write_auditions
from scenescore.cache import cache_folder, fingerprint
from scenescore.errors import RenderFailed
from scenescore.job import Job
from scenescore.palettes import palette_of
from scenescore.render import describe_soundfont, find_soundfont, installed_soundfonts
from scenescore.rooms import code_version
from scenescore.worker.answers import Auditioned, Fonts, FontSaid
from scenescore.worker.orders import AuditionOrder, FontsOrder
from scenescore.worker.protocol import Playable
from scenescore.worker.workshop import Workshop

Tell = Callable[[Playable], None]

log = logging.getLogger(__name__)

_ROOMS = ("audition.py", "compose", "render")


def fonts(order: FontsOrder, shop: Workshop, job: Job, tell: Tell) -> Fonts:
    """The SoundFonts of this computer, the one that plays unless another is chosen first.

    Raises RenderFailed for a file of `also` that is none; one that was installed is left out.
    """
    found = [*_well(installed_soundfonts()), *map(_said, order.also)]
    return Fonts(fonts=tuple({font.path: font for font in found}.values()))


def audition(order: AuditionOrder, shop: Workshop, job: Job, tell: Tell) -> Auditioned:
    """A few seconds of a palette played by a SoundFont, kept as long as nothing behind it changes.

    Raises BadArgument, ToolMissing, RenderFailed, OutputUnwritable.
    """
    palette = palette_of(order.style)
    font, _ = find_soundfont(order.soundfont)
    key = fingerprint(font.sha256, code_version(*_ROOMS))
    folder = cache_folder() / "audition" / key
    path = folder / f"{palette.id}.wav"
    if not path.is_file():
        (path,) = write_auditions(folder, [palette], Path(font.path), job.at("render"))
    return Auditioned(sound=path, soundfont=font.name)


def _well(paths: Iterable[Path]) -> Iterator[FontSaid]:
    for path in paths:
        try:
            yield _said(path)
        except RenderFailed as error:
            log.info("left out: %s", error.message)


def _said(path: Path) -> FontSaid:
    """Raises RenderFailed for a file that is no SoundFont."""
    font = describe_soundfont(path)
    return FontSaid(name=font.name, path=path, licence=font.licence, mb=path.stat().st_size / 1e6)
