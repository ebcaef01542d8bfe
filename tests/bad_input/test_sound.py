"""Sound that is silent, noise, narrow, wide, surround, or out of step with its picture."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from tests.media.making import write_film, write_sound

from .door import analysed
from .scenes import RATE, SIZE, noise, speech, two_shots


def test_silence_is_silence_and_is_told(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "고요 🎧.wav", np.zeros((4 * RATE, 1), np.float32))
    done = analysed(path)
    assert done.code == 0
    assert done.kinds() == {"silence": 4}
    assert "silent" in done.told("sound-silent")
    mood = done.report["mood"]
    assert max(map(abs, mood["valence"] + mood["arousal"] + mood["tension"])) < 0.1
    assert max(mood["confidence"]) < 0.1


def test_noise_is_effects_and_is_told(tmp_path: Path) -> None:
    done = analysed(write_sound(tmp_path / "noise.wav", noise(4, 2)))
    assert set(done.kinds()) == {"effects"}
    assert not done.report["speech"]
    assert "Neither speech nor music" in done.told("sound-plain")


def test_a_telephone_is_heard_and_told_to_be_one(tmp_path: Path, shared_data: Path) -> None:
    sound = speech(shared_data, 4, 8_000)
    done = analysed(write_sound(tmp_path / "8k.wav", sound, 8_000, "pcm_s16le"))
    assert done.kinds()["dialogue"] >= 2.5
    assert "8 kHz" in done.told("sound-narrow")


def test_fine_sound_is_as_good_as_any(tmp_path: Path, shared_data: Path) -> None:
    sound = speech(shared_data, 4, 96_000)
    done = analysed(write_sound(tmp_path / "96k.wav", sound, 96_000, "pcm_s24le"))
    assert done.kinds()["dialogue"] >= 2.5
    assert done.codes == {"no-picture"}


def test_the_middle_of_surround_speaks(tmp_path: Path, shared_data: Path) -> None:
    sound = noise(4, 8, 0.01)
    sound[:, 2] = speech(shared_data, 4)[:, 0]
    done = analysed(write_sound(tmp_path / "7.1.wav", sound))
    assert done.kinds()["dialogue"] >= 2.5


def test_late_sound_is_heard_where_it_is(tmp_path: Path, shared_data: Path) -> None:
    sound, late = speech(shared_data, 2.5), Fraction(3, 2)
    path = tmp_path / "늦은 소리.mov"
    write_film(
        path, two_shots(60), rate=25, size=SIZE, sound=sound, sound_start=late,
        sound_codec="pcm_s16le",
    )  # fmt: skip
    done = analysed(path)
    assert done.report["speech"][0]["start"] == pytest.approx(1.5 + 0.45, abs=0.1)
    assert done.report["sound"][0] == {"start": 0, "end": 1.5, "kind": "silence", "confidence": 1}
    assert "1.5 s late" in done.told("sound-late")


def test_sound_that_ends_early_leaves_silence(tmp_path: Path, shared_data: Path) -> None:
    path = tmp_path / "early.mp4"
    write_film(path, two_shots(60), rate=25, size=SIZE, sound=speech(shared_data, 2))
    done = analysed(path)
    assert "2.8 s early" in done.told("sound-short")
    last = done.report["sound"][-1]
    assert (last["kind"], last["end"]) == ("silence", 4.8)
    assert last["start"] <= 2.5


def test_sound_that_outlasts_the_picture_is_told(tmp_path: Path, shared_data: Path) -> None:
    path = tmp_path / "long sound.mp4"
    write_film(path, two_shots(), rate=25, size=SIZE, sound=speech(shared_data, 5))
    done = analysed(path)
    assert done.report["edit"]["duration_frames"] == 50
    assert "3.0 s after its picture" in done.told("sound-after-picture")
