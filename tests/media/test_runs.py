"""Runs of packets hold every sample in order, and end where one does not follow the other."""

from __future__ import annotations

from math import isnan, nan

import numpy as np
from av.audio.frame import AudioFrame
from hypothesis import given
from hypothesis import strategies as st

from scenescore.media.runs import Piece, Run
from scenescore.media.sound import _middle

JITTER = 2
KINDS = (("fltp", "stereo"), ("flt", "stereo"), ("s16", "mono"), ("s32p", "stereo"), ("u8", "mono"))


def _frame(kind: int, first: int, samples: int) -> AudioFrame:
    """Samples that count from `first` in steps of a format's own size."""
    format, layout = KINDS[kind]
    counted = np.arange(first, first + samples) % 100
    planes = 2 if format.endswith("p") else 1
    wide = counted if planes == 2 or layout == "mono" else counted.repeat(2)
    values = {"f": wide / 128, "s16": wide * 256, "s32": wide * 2**24, "u8": 128 + wide}
    dtype = {"f": np.float32, "s16": np.int16, "s32": np.int32, "u8": np.uint8}
    key = "f" if format.startswith("f") else format.removesuffix("p")
    array = np.stack([values[key]] * planes).astype(dtype[key])
    return AudioFrame.from_ndarray(array, format=format, layout=layout)


packets = st.lists(
    st.tuples(
        st.sampled_from([0, 0, 0, 1, 2, 3, 4]),
        st.integers(0, 40),
        st.sampled_from([0, 0, 0, 0, 1, -1, 5, -30, 900]),
        st.booleans(),
    ),
    max_size=60,
)


@given(packets)
def test_runs_hold_every_sample_where_its_time_stamp_says(
    given_packets: list[tuple[int, int, int, bool]],
) -> None:
    """A packet is of a kind, has samples, strays from the one before it, and tells so or not."""
    pieces: list[Piece] = []
    told: list[float] = []
    run, counted = Run(JITTER), 0
    for kind, samples, stray, silent in given_packets:
        position = nan if silent else float(counted + stray)
        frame = _frame(kind, counted, samples)
        if not run.takes(frame, position):
            pieces.append(run.joined())
            run = Run(JITTER)
        run.add(frame, position)
        told.append(position)
        counted += samples
    pieces.append(run.joined())
    sound = np.concatenate([piece.sound for piece in pieces])
    assert sound.dtype == np.float32
    assert np.array_equal(sound, np.repeat(np.arange(counted)[:, None] % 100 / 128, 2, axis=1))
    assert sum(len(piece.said) for piece in pieces) == sum(not isnan(each) for each in told)
    for piece in pieces:
        assert max(piece.said, default=0) - min(piece.said, default=0) <= 2 * JITTER
        assert isnan(piece.at) if not piece.said else piece.at == piece.said[0]


def test_packets_that_follow_one_another_are_one_piece() -> None:
    run = Run(JITTER)
    for at in range(0, 50, 10):
        frame = _frame(0, at, 10)
        assert run.takes(frame, 7.0 + at)
        run.add(frame, 7.0 + at)
    assert not run.takes(_frame(0, 50, 10), 7.0 + 50 + JITTER + 1)
    assert not run.takes(_frame(2, 50, 10), 7.0 + 50)
    piece = run.joined()
    assert piece.said == (7.0,) * 5
    assert len(piece.sound) == 50


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8), st.integers(2, 2000))
def test_the_middle_of_what_packets_say_is_near_to_what_one_says(
    said: list[float], jitter: int
) -> None:
    """Also of two that do not agree, as after a seek; then the later one knows better."""
    assert min(abs(_middle(said, jitter) - each) for each in said) <= jitter
    assert _middle([0.0, 5000.0], 2) == 5000
