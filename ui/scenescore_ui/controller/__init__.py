"""What the panel does, without any widget: the session with an edit, its undo, its long work."""

from scenescore_ui.controller.engine import Engine
from scenescore_ui.controller.long_work import LongWork
from scenescore_ui.controller.session import Session

__all__ = ["Engine", "LongWork", "Session"]
