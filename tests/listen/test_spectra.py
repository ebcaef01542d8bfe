"""Long spectra are what they are called, whatever blocks the sound comes in."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.listen.spectra import FRAMES, HOP, PADDED, RATE, WINDOW, LongSpectra


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 11 * RATE), st.integers(500, 9 * RATE))
def test_blocks_of_any_length_give_the_spectra_of_the_whole(samples: int, block: int) -> None:
    sound = np.random.default_rng(samples).normal(0, 0.1, samples).astype(np.float32)
    meter = LongSpectra()
    found = [meter.feed(sound[at : at + block]) for at in range(0, samples, block)]
    found.append(meter.finish())
    power, square = (np.concatenate(parts) for parts in zip(*found, strict=True))
    count = -(-samples // (FRAMES * HOP)) * FRAMES
    padded = np.pad(sound, (WINDOW // 2, count * HOP + WINDOW))
    starts = np.arange(count) * HOP
    windows = padded[starts[:, None] + np.arange(WINDOW)]
    said = np.abs(np.fft.rfft(windows * np.hanning(WINDOW), PADDED, axis=1)) ** 2
    assert power.shape == (count, PADDED // 2 + 1)
    assert np.allclose(power, said, rtol=1e-3, atol=1e-3)
    own = padded[WINDOW // 2 + starts[:, None] + np.arange(HOP)]
    assert np.allclose(square, np.square(own).mean(axis=1), atol=1e-6)
