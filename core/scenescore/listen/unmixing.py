"""Dialogue kept and music taken out without any model: the baseline that `--existing replace` has.

Three things are known of music under dialogue. It lies below the voice wherever the voice is
strong, and in every part of the spectrum goes on while the voice comes and goes: its level there is
the median over a second around. It is wide where dialogue stands in the middle of the stereo
picture: what both sides share is kept. And where nobody speaks there is no dialogue. So each moment
of each part of the spectrum is kept by as much as it stands out of its surroundings (a Wiener gain;
after spectral subtraction, Berouti, Schwartz & Makhoul 1979), and by as much as both sides agree.
Some music stays under the words, and the words sound a little thinner: a separation engine does
better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from scenescore.engines import Stems, Stereo
from scenescore.job import Job
from scenescore.model import Remark
from scenescore.timebase import SAMPLE_RATE, Span

Spectra = npt.NDArray[np.complex64]
Gains = npt.NDArray[np.float32]

_WINDOW = 2048  # 43 ms
_HOP = _WINDOW // 4
_AROUND = 47  # spectra whose median is the music's level: half a second each way
_TOO_MUCH = 1.0  # more would take the held vowels too
_LEAST = 0.15  # -16 dB: gaps down to nothing chirp
_SPEECH_HZ = (90.0, 9000.0)
_FADE_S = 0.08
_BATCH = 4 * SAMPLE_RATE


class SpeechGate:
    """A `Separator` at 48 kHz that knows where somebody speaks; its time starts at `begins`."""

    sample_rate = SAMPLE_RATE
    remarks: tuple[Remark, ...] = ()

    def __init__(self, speech: Sequence[Span], begins: float = 0.0) -> None:
        self._speech = [(float(s.start) - begins, float(s.end) - begins) for s in speech]

    def separate(self, blocks: Iterable[Stereo], samples: int, job: Job) -> Iterator[Stems]:
        """Take blocks (n, 2) apart as they come; see `Separator`. Raises Cancelled."""
        context = _AROUND // 2 * _HOP + _WINDOW
        held = np.zeros((context, 2), np.float32)  # silence before the start
        done = ahead = 0
        for block in _ended(blocks, context):
            held = np.concatenate((held, block))
            ahead += len(block)
            while len(held) >= _BATCH + 2 * context:
                yield self._piece(held[: _BATCH + 2 * context], context, done, _BATCH)
                held, done = held[_BATCH:], done + _BATCH
                job.step(min(done / max(samples, 1), 1.0))
        left = ahead - context - done
        if left > 0:
            yield self._piece(held, context, done, left)

    def _piece(self, held: Stereo, context: int, begin: int, count: int) -> Stems:
        """The `count` samples of `held` that follow its context; they begin at sample `begin`."""
        mix = held[context : context + count]
        times = (begin + np.arange(count)) / SAMPLE_RATE
        gate = self._gate(times)
        if not gate.any():
            return Stems(np.zeros_like(mix), mix)
        dialogue = _kept(held)[context : context + count] * gate[:, None]
        return Stems(dialogue, mix - dialogue)

    def _gate(self, times: npt.NDArray[np.float64]) -> Gains:
        """1 where somebody speaks, 0 elsewhere, with short fades outside of the words."""
        gate = np.zeros(len(times), np.float32)
        for start, end in self._speech:
            if start - _FADE_S < times[-1] and end + _FADE_S > times[0]:
                near = np.minimum(times - start, end - times) / _FADE_S + 1
                gate = np.maximum(gate, np.clip(near, 0, 1)).astype(np.float32)
        return gate


def _ended(blocks: Iterable[Stereo], silence: int) -> Iterator[Stereo]:
    yield from blocks
    yield np.zeros((silence, 2), np.float32)


def _kept(sound: Stereo) -> Stereo:
    """The part of a sound (n, 2) that comes and goes and that both sides share."""
    from scipy.ndimage import median_filter
    from scipy.signal import istft, stft

    shape = {"nperseg": _WINDOW, "noverlap": _WINDOW - _HOP}
    _, _, spectra = stft(sound.T, **shape)
    left, right = spectra
    power = (np.abs(left) ** 2 + np.abs(right) ** 2).astype(np.float32) / 2
    lasting = median_filter(power, (1, _AROUND), mode="nearest")
    stands_out = 1 - _TOO_MUCH * lasting / np.maximum(power, 1e-12)
    agrees = np.clip((left * right.conj()).real / np.maximum(power, 1e-12), 0, 1)
    gains = np.clip(stands_out, _LEAST, 1) * np.maximum(agrees, _LEAST)
    gains *= _voice_band(len(gains))[:, None]
    _, out = istft(spectra * gains, **shape)
    return np.asarray(out.T[: len(sound)], np.float32)


def _voice_band(bins: int) -> Gains:
    hertz = np.linspace(0, SAMPLE_RATE / 2, bins)
    return ((hertz >= _SPEECH_HZ[0]) & (hertz <= _SPEECH_HZ[1])).astype(np.float32)
