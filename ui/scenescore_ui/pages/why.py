"""Why: what is known of a moment of the curve, of a hit, of a cue."""

from __future__ import annotations

from scenescore_ui.controller import Session
from scenescore_ui.pages.sheet import Sheet
from scenescore_ui.texts import Texts
from scenescore_ui.timeline import Target


class WhyPage(Sheet):
    """Explains what was clicked: `explain` takes what the timeline's `pointed` tells."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__(texts, "page_why", "why_hint")
        self._session = session

    def explain(self, target: Target) -> None:
        """Show what is known of what lies under the pointer."""
