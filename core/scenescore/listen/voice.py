"""Where somebody speaks: a stream of sound in, stretches of speech out.

Held notes are taken out of the sound (`steady`), the rest is evened out (`levelling`), then
silero-vad's network (`silero`) gives one probability for every 32 ms of mono sound at 16 kHz.
Beside it the network hears the sound as it is. There it takes singing for speech, too; but a voice
in a hall rings like a held note, so that what it hears counts wherever speech is heard near by.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from scenescore.listen.levelling import Leveller
from scenescore.listen.running import means
from scenescore.listen.silero import CHUNK, SpeechNetwork
from scenescore.listen.steady import REACH, without_steady
from scenescore.model import Speech
from scenescore.timebase import Span

Samples = npt.NDArray[np.float32]

VOICE_RATE = 16_000
"""Samples per second that the model was trained on."""

_HOP = Fraction(CHUNK, VOICE_RATE)
_BATCH = 112  # chunks heard at once: 3.6 s; always as many, so that blocks of any size sound alike
_CONTEXT = REACH * CHUNK  # samples on both sides that the filter looks at
_NEAR, _SUPPORT = 125, 0.05
"""A voice in the sound as it is counts where speech has this mean probability within 4 s: under an
echo of half a second to one .97-.98 of the speech is found instead of .84-.94, and what is found
under music stays as it was, and a song without speech at 0 %."""
_SILENCE = 10 ** (-70 / 20)
"""Below -70 dBFS nobody is heard: the model is spared."""


@dataclass(frozen=True, slots=True)
class Hysteresis:
    """When speech begins and ends. Times in seconds, levels as probabilities.

    `on` starts a stretch, `off` keeps it alive, `hold` bridges the gaps inside a phrase, `shortest`
    drops clicks, `pad` is added on both sides for soft consonants. The values were chosen on four
    speakers under five recordings of music (`bench/voice.py`) and checked on other stretches of
    them, on synthetic speakers of five languages and under ten pieces played from a SoundFont.
    """

    on: float = 0.6
    off: float = 0.3
    hold: Fraction = Fraction(1, 5)
    shortest: Fraction = Fraction(1, 4)
    pad: Fraction = Fraction(1, 20)


_ANY = Hysteresis(0.3, 0.18, hold=Fraction(3, 10))
"""Of a voice in the sound as it is, spoken or sung: what the network itself was measured with."""


class VoiceDetector:
    """Hears mono sound at 16 kHz in blocks of any length and tells where somebody speaks.

    Keeps two probabilities for each 32 ms (0.9 MB an hour) and at most four seconds of sound.
    """

    hop = _HOP

    def __init__(self, hysteresis: Hysteresis | None = None) -> None:
        self._model = SpeechNetwork(streams=2)
        self._leveller = Leveller()
        self._hysteresis = hysteresis or Hysteresis()
        self._sound: Samples = np.zeros(_CONTEXT, np.float32)  # begins with the context of the next
        self._probabilities, self._voices = array("f"), array("f")

    def feed(self, block: Samples) -> None:
        """Hear the next samples, float32 of shape (n,), full scale 1."""
        self._sound = np.concatenate((self._sound, block))
        batch, needed = _BATCH * CHUNK, _BATCH * CHUNK + 2 * _CONTEXT
        while len(self._sound) >= needed:
            spoken, voiced = self._heard(self._sound[:needed])
            self._probabilities.extend(spoken)
            self._voices.extend(voiced)
            self._sound = self._sound[batch:]

    def finish(self) -> None:
        """Hear what is left, the last chunk filled up with silence."""
        chunks = -(-(len(self._sound) - _CONTEXT) // CHUNK)
        heard = len(self._probabilities) + chunks
        self.feed(np.zeros(_BATCH * CHUNK + _CONTEXT, np.float32))
        del self._probabilities[heard:], self._voices[heard:]
        self._sound = np.zeros(_CONTEXT, np.float32)

    @property
    def probabilities(self) -> npt.NDArray[np.float32]:
        """Probability of speech for each `hop` seconds; the last seconds are there at the end."""
        spoken = np.array(self._probabilities, np.float32)
        if not len(spoken):
            return spoken
        near = means(spoken, _NEAR) >= _SUPPORT
        return np.where(near, np.maximum(spoken, np.array(self._voices, np.float32)), spoken)

    def speech(self, end: Fraction) -> tuple[Speech, ...]:
        """The stretches of speech, in order, apart, inside [0, end); confidence is their mean."""
        return speech_spans(self.probabilities, _HOP, end, self._hysteresis)

    def voices(self, end: Fraction) -> tuple[Speech, ...]:
        """The stretches with any voice, spoken or sung, as the bare network hears them."""
        return speech_spans(np.array(self._voices, np.float32), _HOP, end, _ANY)

    def _heard(self, sound: Samples) -> npt.NDArray[np.float32]:
        """Probabilities (2, n) of the chunks that lie between a batch's contexts: speech, voice."""
        chunks = sound[_CONTEXT:-_CONTEXT].reshape(-1, CHUNK)
        audible = np.sqrt(np.mean(np.square(chunks), axis=1)) >= _SILENCE
        if not audible.any():
            return np.zeros((2, _BATCH), np.float32)
        voice = self._leveller.levelled(without_steady(sound)).reshape(-1, CHUNK)
        both = np.stack((voice, np.clip(chunks, -1.0, 1.0)))
        return np.where(audible, self._model.hear(both), np.float32(0))


def speech_spans(
    probabilities: npt.NDArray[np.float32],
    hop: Fraction,
    end: Fraction,
    hysteresis: Hysteresis | None = None,
) -> tuple[Speech, ...]:
    """Stretches of speech from probabilities, one for each `hop` seconds, inside [0, end).

    They come in order and never touch: padding stops half-way to a neighbour.
    """
    rule = hysteresis or Hysteresis()
    runs = _runs(probabilities, rule, int(rule.hold / hop))
    kept = [(a, b) for a, b in runs if (b - a) * hop >= rule.shortest]
    limits = [Fraction(0), *((b + c) * hop / 2 for (_, b), (c, _) in pairwise(kept)), end]
    found = []
    for (first, last), low, high in zip(kept, limits, limits[1:], strict=False):
        start = max(first * hop - rule.pad, low)
        stop = min(last * hop + rule.pad, high, end)
        if start < stop:
            confidence = float(np.mean(probabilities[first:last]))
            found.append(Speech(Span(start, stop), min(1.0, confidence)))
    return tuple(found)


def _runs(
    probabilities: npt.NDArray[np.float32], rule: Hysteresis, hold: int
) -> list[tuple[int, int]]:
    """[first, last) chunks of each stretch: begun by `on`, kept by `off`, ended after `hold`."""
    alive = np.flatnonzero(probabilities >= rule.off)
    if not len(alive):
        return []
    groups = np.split(alive, np.flatnonzero(np.diff(alive) > hold + 1) + 1)
    return [
        _begun(group, probabilities, rule.on)
        for group in groups
        if _begins(group, probabilities, rule.on)
    ]


def _begins(
    group: npt.NDArray[np.int64], probabilities: npt.NDArray[np.float32], on: float
) -> bool:
    return bool(np.any(probabilities[group] >= on))


def _begun(
    group: npt.NDArray[np.int64], probabilities: npt.NDArray[np.float32], on: float
) -> tuple[int, int]:
    first = group[np.argmax(probabilities[group] >= on)]
    return int(first), int(group[-1]) + 1
