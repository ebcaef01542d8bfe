"""Our parts that run inside editing programs: put where each looks, and taken away again."""

from scenescore_plugin.placing.folders import System, this_system
from scenescore_plugin.placing.parts import Part, parts_for
from scenescore_plugin.placing.placing import Placed, place, placed_parts, remove

__all__ = [
    "Part",
    "Placed",
    "System",
    "parts_for",
    "place",
    "placed_parts",
    "remove",
    "this_system",
]
