"""Feeling: what was seen and heard in, a curve of valence, arousal and tension out."""

from scenescore.mood.agreement import Agreement, agreements
from scenescore.mood.feeling import feel
from scenescore.mood.orders import place_of
from scenescore.mood.tables import Rules, read_rules, rules
from scenescore.mood.weighing import weights_in

__all__ = [
    "Agreement",
    "Rules",
    "agreements",
    "feel",
    "place_of",
    "read_rules",
    "rules",
    "weights_in",
]
