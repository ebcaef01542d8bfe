"""Which coded pictures are left undecoded: those no other is predicted from, while nothing happens.

Every second or third picture of H.264, HEVC or MPEG-2 helps no other, and can be left out without
harm to the rest. What happens in a film shows in the sizes of its coded pictures before any is
decoded: a new shot or a sudden movement cannot be predicted and costs bytes, black costs none. The
pictures that are shown just before one of an unusual size are decoded too.
"""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import Any

from av.packet import Packet
from av.video.codeccontext import VideoCodecContext

from scenescore.media.probe import PictureInfo

_CODECS = frozenset({"h264", "hevc", "mpeg2video"})
"""Those whose decoders know a picture that no other needs from its header."""
_USUAL = 4  # pictures before it, of those that lead, that the size of one is compared with
_SURGE, _DROP = 2.0, 0.25  # times their median, beyond which a size is unusual
_ROW = 4  # of those that follow one that leads, every so many is decoded: no long row goes unseen


def can_spare(info: PictureInfo) -> bool:
    """Whether pictures of a film can be left out and still be numbered: its rate is steady, and it
    says when each is shown."""
    steady = not info.variable and not info.interlaced and not info.counted
    return info.codec in _CODECS and steady


class Sparing:
    """Tells a decoder, packet by packet in decoding order, whether it may leave pictures out."""

    def __init__(self, context: VideoCodecContext) -> None:
        self._context = context
        self._sizes: deque[int] = deque(maxlen=_USUAL)
        self._latest: int | None = None
        self._eventful = True
        self._followers = 0

    def meet(self, packet: Packet[Any], *, wanted: bool = False) -> None:
        """Choose before a packet is decoded; one that is `wanted` is not left out.

        A packet that is shown later than all before it leads; those that are coded after it and
        shown before it follow its choice.
        """
        if packet.pts is None or self._latest is None or packet.pts > self._latest:
            self._lead(packet)
        whole = wanted or self._eventful or self._followers % _ROW == 0
        self._followers += 1
        self._context.skip_frame = "DEFAULT" if whole else "NONREF"

    def _lead(self, packet: Packet[Any]) -> None:
        usual = median(self._sizes) if self._sizes else 0
        usual_size = _DROP * usual < packet.size < _SURGE * usual
        self._eventful = packet.is_keyframe or packet.pts is None or not usual_size
        self._latest, self._followers = packet.pts, 0
        self._sizes.append(packet.size)
