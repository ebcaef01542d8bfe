"""How our clips are known again in a program: by a text that we put on them.

Where a program keeps a comment, a description or custom data with a clip, it holds this.
"""

from scenescore.edit.scored_tracks import CREDIT, credit_of, cue_in

__all__ = ["CREDIT", "credit_of", "cue_in"]
