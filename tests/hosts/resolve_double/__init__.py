"""A strict stand-in for DaVinci Resolve: its documents' methods, and the traps people measured."""

from .faces import Misuse, face_of
from .program import Program

__all__ = ["Misuse", "Program", "face_of"]
