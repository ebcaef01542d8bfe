"""The broadcast extension of a WAV file (EBU Tech 3285) as bytes."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from scenescore.model import Loudness

_LAYOUT = struct.Struct("<256s32s32s10s8sQH64s5h180s")
_UNSAID = 0x7FFF
"""What version 2 writes for a loudness figure that was not measured."""


@dataclass(frozen=True, slots=True)
class Bext:
    """What a broadcast WAV says of itself.

    `time_reference` is the first sample's count since midnight. `date` (yyyy-mm-dd) and `time`
    (hh:mm:ss) are empty unless given, so that the same sound makes the same bytes. Text is cut to
    the field's length; what is not ASCII is replaced, as the format knows only that.
    """

    time_reference: int = 0
    description: str = ""
    originator: str = "SceneScore"
    reference: str = ""
    date: str = ""
    time: str = ""
    loudness: Loudness | None = None
    history: str = ""

    def to_bytes(self) -> bytes:
        """The chunk's content: version 2 where loudness is given, else version 1."""
        figures = [_UNSAID] * 5
        if self.loudness:
            # Value, range, true peak, momentary, short-term, each in hundredths.
            figures[0] = round(self.loudness.integrated_lufs * 100)
            figures[2] = round(self.loudness.true_peak_dbtp * 100)
        texts = (self.description, self.originator, self.reference, self.date, self.time)
        fixed = _LAYOUT.pack(
            *(text.encode("ascii", "replace") for text in texts),
            self.time_reference,
            2 if self.loudness else 1,
            b"",
            *figures,
            b"",
        )
        history = self.history.encode("ascii", "replace")
        return fixed + history + b" " * (len(history) % 2)


def time_reference_in(content: bytes) -> int:
    """The time reference that a bext chunk holds; 0 if the chunk is cut short."""
    return int(_LAYOUT.unpack_from(content)[5]) if len(content) >= _LAYOUT.size else 0
