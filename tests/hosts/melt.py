"""MLT's own player, which renders what we write: sound and picture of an `.mlt` as it plays."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from tests.media.making import number_in

_TRIES, _PATIENCE_S = 4, 25


def need_melt() -> None:
    """Skip where melt cannot be had; in CI it must be there."""
    if shutil.which("melt"):
        return
    assert not os.environ.get("CI"), "melt is missing: installer/system-packages PYTHON test"
    pytest.skip("melt is not installed (Debian: apt-get install melt)")


def _render(project: Path, out: Path, *settings: str) -> Path:
    command = ["melt", str(project), "-silent", "-consumer", f"avformat:{out}", "real_time=0"]
    # melt 7.12 waits for ever where its consumer ends before it looks: once in some thirty starts.
    for _ in range(_TRIES):
        with suppress(subprocess.TimeoutExpired):
            done = subprocess.run(
                [*command, *settings],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=_PATIENCE_S,
            )
            assert out.exists(), done.stderr[-2000:]
            return out
    raise AssertionError(f"melt did not come back in {_TRIES} tries of {_PATIENCE_S} s")


def heard(project: Path) -> NDArray[np.float64]:
    """The sound, shape (samples,), left channel at 48 kHz."""
    out = project.with_suffix(".wav")
    _render(project, out, "vn=1", "acodec=pcm_s24le", "ar=48000", "channels=2")
    sound, rate = soundfile.read(out, always_2d=True)
    assert rate == 48_000
    return np.asarray(sound[:, 0], np.float64)


def seen(project: Path) -> Iterator[int | None]:
    """The numbers of the pictures, frame by frame; None for black."""
    out = project.with_suffix(".mkv")
    _render(project, out, "an=1", "vcodec=ffv1", "pix_fmt=yuv420p")
    with av.open(str(out)) as container:
        for frame in container.decode(video=0):
            luma = float(frame.to_ndarray()[: frame.height].mean())
            yield None if luma < 18 else number_in(luma)
