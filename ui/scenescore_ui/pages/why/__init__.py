"""Why it is so: what is known of a moment of the curve, of a hit, of a cue."""

from scenescore_ui.pages.why.page import WhyPage

__all__ = ["WhyPage"]
