"""The window: what is open, its scenes, long work, what there is to tell."""

from scenescore_ui.window.main import MainWindow

__all__ = ["MainWindow"]
