"""Work that takes a while: which stage, how far, how long still."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from scenescore.worker.protocol import Progressed

_SURE_S, _SURE = 2.0, 0.03
"""Before so many seconds and such a share nobody can say how long it takes."""


@dataclass(frozen=True, slots=True)
class LongWork:
    """One order under way. `what` is its command; `fraction` is of all, 0…1; times in seconds.

    What is done `whole` cannot be stopped.
    """

    what: str
    started: float
    stage: str = ""
    fraction: float = 0.0
    text: str = ""
    cancelling: bool = False
    whole: bool = False

    def after(self, progress: Progressed) -> LongWork:
        return replace(self, stage=progress.stage, fraction=progress.total, text=progress.text)

    def seconds_left(self, now: float) -> int | None:
        """Whole seconds until the end at the pace so far, or None where it is too early to say."""
        gone = now - self.started
        if gone < _SURE_S or self.fraction < _SURE:
            return None
        return ceil(gone * (1 - self.fraction) / self.fraction)
