"""Rooms beside the timeline: why it is so, the engines, the settings, whether all is set up.

`PAGES` is what a window docks: each page by its id, icon, title and door.
"""

from scenescore_ui.pages.engines import EnginesPage
from scenescore_ui.pages.settings import SettingsPage
from scenescore_ui.pages.setup import SetupPage
from scenescore_ui.pages.table import PAGES, Desk, Page
from scenescore_ui.pages.why import WhyPage

__all__ = ["PAGES", "Desk", "EnginesPage", "Page", "SettingsPage", "SetupPage", "WhyPage"]
