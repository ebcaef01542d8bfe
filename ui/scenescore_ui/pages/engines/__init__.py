"""The optional engines: which are here, what would be better, fetching and removing them."""

from scenescore_ui.pages.engines.page import EnginesPage

__all__ = ["EnginesPage"]
