"""The optional engines: which are here, what would be better, fetching and removing them."""

from __future__ import annotations

from scenescore_ui.controller import Session
from scenescore_ui.pages.sheet import Sheet
from scenescore_ui.texts import Texts


class EnginesPage(Sheet):
    """Every engine with what it gives and costs."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__(texts, "page_engines", "engines_hint")
        self._session = session
