"""Taking held notes out of a sound, so that speech under music can be heard.

In a spectrogram a held note is a ridge along time; speech glides, and stops a few times a second.
Fitzgerald's separation (DAFx 2010) compares medians along time and along frequency; here they are
geometric means, which cost a twentieth and separate as well. With four speakers 6 dB under five
recordings of music the voice detector finds .70 of the speech without it and .92 with it, and calls
a sung voice speech for 0 % of its time instead of 46 % (`bench/voice.py`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scenescore.listen.running import means
from scenescore.listen.transform import for_both, packed_spectra, power_of, rows_of

Samples = npt.NDArray[np.float32]

HOP = 512
"""Samples from one spectrum to the next, at 16 kHz."""

REACH = 8
"""Hops on each side of a stretch that its filter looks at."""

_WINDOW = 2 * HOP  # 64 ms: a note's partials stand apart, a syllable is several spectra long
_TIME = 2 * REACH - 1  # spectra: half a second, longer than nearly every vowel
_FREQUENCY = 19  # bins: 300 Hz
_FLOOR = 1e-4  # magnitude below which nothing is told apart


def without_steady(sound: Samples) -> Samples:
    """The middle of a sound at 16 kHz without its held notes, `REACH` hops shorter at both ends.

    `sound` is float32 of shape (k * HOP,) with k > 2 * REACH. Each bin is weighed by the share of
    its energy that is not drawn out in time.
    """
    window = np.sqrt(np.hanning(_WINDOW + 1)[:-1]).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::HOP]
    spectra = packed_spectra(frames * window)
    levels = np.log(np.sqrt(power_of(spectra)) + _FLOOR)
    kept = slice(REACH - 1, len(frames) - REACH + 1)
    drawn_out = means(levels, _TIME, axis=0)[kept] - means(levels[kept], _FREQUENCY)
    masks = 1 / (1 + np.exp(2 * drawn_out, dtype=np.float32))
    parts = rows_of(spectra[kept] * for_both(masks)) * window
    return np.ascontiguousarray((parts[:-1, HOP:] + parts[1:, :HOP]).reshape(-1))
