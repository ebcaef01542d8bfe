"""What is said of sound in which there is little to hear: it may be the wrong track."""

from __future__ import annotations

from collections.abc import Sequence

from scenescore.model import Remark, SoundSpan


def little_heard(sound: Sequence[SoundSpan]) -> tuple[Remark, ...]:
    """A remark where all sound is silence, or where nobody speaks and nothing plays.

    Nothing is said of less than a second.
    """
    if not sound or max(span.span.end for span in sound) < 1:
        return ()
    kinds = {span.kind for span in sound}
    if kinds == {"silence"}:
        message = "The edit's sound is silent from its first moment to its last."
        hint = "Check that its sound tracks are switched on and were exported."
        return (Remark("sound-silent", message, hint),)
    if "effects" in kinds and not kinds & {"dialogue", "music"}:
        message = "Neither speech nor music was found in the sound: all of it counts as effects."
        return (Remark("sound-plain", message, "Give captions if there is dialogue."),)
    return ()
