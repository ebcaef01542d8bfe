"""What one pass over an edit's sound gives, of sound that is not as it should be, too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest
import soundfile
import soxr

from scenescore.edit import read_edit
from scenescore.job import Job
from scenescore.listen import listen
from scenescore.media import integrated
from scenescore.model import Heard


def _listened(path: Path) -> Heard:
    return listen(read_edit(path), None, Job())


def test_phrases_carry_the_voice_that_speaks_them(shared_data: Path) -> None:
    heard = _listened(shared_data / "speech" / "3436-172162-0000.ogg")
    voices = [phrase.voice for phrase in heard.phrases if phrase.voice]
    assert voices
    assert all(-1 <= voice.arousal <= 1 for voice in voices)
    assert all(100 < voice.pitch_hz < 200 for voice in voices)
    assert any(use.task == "voice" for use in heard.engines)


def test_samples_that_are_no_numbers_do_not_silence_the_rest(
    shared_data: Path, tmp_path: Path
) -> None:
    sound, rate = soundfile.read(shared_data / "speech" / "jfk.flac", dtype="float32")
    sound[rate // 2] = np.nan
    sound[rate // 2 + 9] = np.inf
    path = tmp_path / "깨진 소리 💥.wav"
    soundfile.write(path, sound, rate, subtype="FLOAT")
    heard = _listened(path)
    assert heard.speech[-1].span.end > 9
    assert np.isfinite(heard.loudness.power).all()


def test_a_film_is_heard_at_its_own_rate_as_at_any_other(shared_data: Path, tmp_path: Path) -> None:
    sound, rate = soundfile.read(shared_data / "speech" / "jfk.flac", dtype="float32")
    heard = []
    for other in (44_100, 48_000):
        path = tmp_path / f"{other} Hz 🎙.wav"
        soundfile.write(path, soxr.resample(sound, rate, other), other, subtype="FLOAT")
        heard.append(_listened(path))
    ours, usual = heard
    assert [each.span for each in ours.speech] == [each.span for each in usual.speech]
    assert [each.span for each in ours.sound] == [each.span for each in usual.sound]
    assert integrated(ours.loudness) == pytest.approx(integrated(usual.loudness), abs=0.01)


def test_listening_loads_nothing_that_takes_longer_than_it(shared_data: Path) -> None:
    """A film with speech and music: `scipy` alone takes as long as hearing half a minute of it."""
    code = """
        import sys
        from pathlib import Path
        from scenescore.edit import read_edit
        from scenescore.job import Job
        from scenescore.listen import listen
        heard = listen(read_edit(Path(sys.argv[1])), None, Job())
        assert heard.speech and heard.music
        print(*{"scipy", "numpy.ma", "torch", "onnxruntime"} & set(sys.modules))
    """
    film = shared_data / "film" / "sintel_trailer.mp4"
    command = [sys.executable, "-c", dedent(code), str(film)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")
