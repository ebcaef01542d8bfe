"""Check set-up: every thing that can be wrong, with its cure."""

from __future__ import annotations

from scenescore_ui.controller import Engine
from scenescore_ui.pages.sheet import Sheet
from scenescore_ui.texts import Texts


class SetupPage(Sheet):
    """What was looked at, and what came of it."""

    def __init__(self, engine: Engine, texts: Texts) -> None:
        super().__init__(texts, "page_setup", "setup_hint")
        self._engine = engine
