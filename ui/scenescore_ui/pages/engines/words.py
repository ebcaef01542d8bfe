"""What is said of an engine and of a task, in the user's language."""

from __future__ import annotations

from collections.abc import Sequence

from scenescore.worker.answers import EngineSaid
from scenescore_ui.strings import Strings

NO_ENGINE = "none"
"""What is wanted in the place of an engine where none is."""

_GIGABYTE = 1000.0


def size_of(mb: float) -> str:
    return f"{mb:.0f} MB" if mb < _GIGABYTE else f"{mb / _GIGABYTE:.1f} GB"


def terms_of(engine: EngineSaid, say: Strings) -> str:
    """Size, licence, what one may do with it, how much memory it takes."""
    may = say("engine_commercial" if engine.commercial else "engine_not_commercial")
    memory = say("engine_memory", size=size_of(engine.ram_mb))
    return " · ".join((size_of(engine.mb), engine.licence, may, memory))


def in_use(engines: Sequence[EngineSaid]) -> EngineSaid | None:
    """The engine of a task that is taken where the user chose none."""
    return max((e for e in engines if e.usable), key=lambda e: e.rank, default=None)


def advice(engines: Sequence[EngineSaid], say: Strings) -> str:
    """Which engine of a task works now, and which one would be better to have."""
    used = in_use(engines)
    best = next((e for e in engines if e.suggested), None)
    now = say("engine_used", title=used.title) if used else say("engine_none")
    if best is None or (used and used.rank >= best.rank):
        return now
    return f"{now} {say('engine_better', title=best.title)}"
