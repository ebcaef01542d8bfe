"""Settings: what plays, how loud, in which language, where files go."""

from scenescore_ui.pages.settings.page import SettingsPage

__all__ = ["SettingsPage"]
