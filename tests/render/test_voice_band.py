"""What is heard: under a line the music leaves 1-4 kHz to the voice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from tests.compose.compose_cues import cue_of

from scenescore.compose import compose
from scenescore.emotion_music import emotion_rows
from scenescore.job import Job
from scenescore.model import SoundFont
from scenescore.render import render_cue
from scenescore.timebase import SAMPLE_RATE

LINE = (8.0, 14.0)


@pytest.mark.parametrize(
    ("style", "emotion"),
    [("epic_trailer", "sad"), ("chamber_strings", "anger"), ("synthwave", "anger")],
)
def test_the_share_of_the_voices_band_falls_under_a_line(
    style: str, emotion: str, font: SoundFont, tmp_path: Path
) -> None:
    valence, arousal = emotion_rows()[emotion].at
    cue = cue_of(
        24, style=style, emotion=emotion, arousal=arousal, valence=valence, dialogue=[LINE]
    )
    raw = render_cue(cue, compose(cue), font, tmp_path, Job())
    sound = sum(soundfile.read(stem.path)[0] for stem in raw.stems).mean(axis=1)
    sound = sound[raw.span.sample_at(cue.in_frame) :]
    begin, end = (round(at * SAMPLE_RATE) for at in LINE)
    rest = np.concatenate((sound[:begin], sound[end : 22 * SAMPLE_RATE]))
    assert band_db(sound[begin:end]) <= band_db(rest) - 6


def band_db(sound: np.ndarray) -> float:
    """Decibels of 1-4 kHz against everything."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    band = slice(*(round(hertz * len(sound) / SAMPLE_RATE) for hertz in (1000, 4000)))
    return float(10 * np.log10(power[band].sum() / power.sum()))
