"""Check set-up: every thing that can be wrong, with its cure."""

from scenescore_ui.pages.setup.page import SetupPage

__all__ = ["SetupPage"]
