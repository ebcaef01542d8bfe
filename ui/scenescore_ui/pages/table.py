"""The pages there are: a row each, in the order in which a window shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from scenescore_ui.controller import Session
from scenescore_ui.pages.engines import EnginesPage
from scenescore_ui.pages.settings import SettingsPage
from scenescore_ui.pages.setup import SetupPage
from scenescore_ui.pages.why import WhyPage
from scenescore_ui.preferences import Preferences
from scenescore_ui.texts import Texts


@dataclass(frozen=True, slots=True)
class Desk:
    """What a window has that its pages work with."""

    session: Session
    preferences: Preferences
    texts: Texts


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `icon` is an SVG in the resources' icons, `title` a key of the panel's words."""

    id: str
    icon: str
    title: str
    make: Callable[[Desk], QWidget]


PAGES: tuple[Page, ...] = (
    Page("why", "why", "page_why", lambda desk: WhyPage(desk.session, desk.texts)),
    Page(
        "engines",
        "engines",
        "page_engines",
        lambda desk: EnginesPage(desk.session, desk.preferences, desk.texts),
    ),
    Page(
        "settings",
        "settings",
        "page_settings",
        lambda desk: SettingsPage(desk.session, desk.preferences, desk.texts),
    ),
    Page("setup", "setup", "page_setup", lambda desk: SetupPage(desk.session, desk.texts)),
)
