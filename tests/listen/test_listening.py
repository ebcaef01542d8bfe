"""The whole of listening on real sound: one pass, words from captions, absent sound told."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile

from scenescore.job import Job
from scenescore.listen import listen
from scenescore.model import Clip, Edit, Media
from scenescore.timebase import Rate, Span

RATE = Rate.of(25)


def _edit(path: Path | None, seconds: int, *, missing: bool = False) -> Edit:
    sound: tuple[Clip, ...] = ()
    if path:
        span = Span(Fraction(0), Fraction(seconds))
        media = Media(str(path), path.name, missing=missing)
        sound = (Clip("소리", media, span, Fraction(0)),)
    return Edit("edit", RATE, 0, seconds * 25, False, "", "otio", "x", sound=sound)


def _tones(path: Path, seconds: int) -> None:
    """Struck chords, then silence, then noise, a third of the time each."""
    rate, third = 48_000, seconds * 16_000
    time = np.arange(third) / rate
    partials = [f * n for f in (220, 277.2, 329.6) for n in (1, 2, 3)]
    chord = sum(np.sin(2 * np.pi * f * time) * 20 / f for f in partials) * np.exp(-(time % 2))
    noise = np.random.default_rng(0).normal(0, 0.1, third)
    soundfile.write(path, np.concatenate((chord / 3, np.zeros(third), noise)), rate)


def test_chords_are_music_noise_is_effects(tmp_path: Path) -> None:
    path = tmp_path / "소리 と 音 🎵.wav"
    _tones(path, 18)
    heard = listen(_edit(path, 18), None, Job())
    kinds = [(s.kind, float(s.span.duration)) for s in heard.sound]
    assert [kind for kind, _ in kinds] == ["music", "silence", "effects"]
    assert all(abs(duration - 6) <= 1 for _, duration in kinds)
    assert not heard.speech
    assert len(heard.loudness.power) == 180
    assert any(e.task == "words" and e.used == "none" and e.why for e in heard.engines)


def test_a_film_with_captions(shared_data: Path) -> None:
    film, captions = (shared_data / "film" / name for name in ("friday.mp4", "friday.vtt"))
    heard = listen(_edit(film, 6), captions, Job())
    assert heard.speech
    assert any(p.text for p in heard.phrases)
    assert [p.span for p in heard.phrases] == sorted(p.span for p in heard.phrases)
    assert not heard.music
    assert heard.sound[0].span.start == 0
    assert max(each.span.end for each in heard.sound) == 6


@pytest.mark.parametrize(("missing", "skipped"), [(True, True), (False, False)])
def test_without_sound_the_captions_are_the_speech(
    tmp_path: Path, missing: bool, skipped: bool
) -> None:
    captions = tmp_path / "c.srt"
    captions.write_text("00:00:01,000 --> 00:00:02,000\nHi\n\n00:00:02,100 --> 00:00:03,000\nYou\n")
    edit = _edit(tmp_path / "gone.wav" if missing else None, 10, missing=missing)
    heard = listen(edit, captions, Job())
    assert [s.span for s in heard.speech] == [Span(Fraction(1), Fraction(3))]
    assert [p.text for p in heard.phrases] == ["Hi", "You"]
    assert [(r.code, r.skipped) for r in heard.remarks] == [("no-sound", skipped)]
    assert [s.kind for s in heard.sound] == ["silence"]


def test_captions_over_silence_are_speech_and_over_noise_are_not(tmp_path: Path) -> None:
    path, captions = tmp_path / "s.wav", tmp_path / "c.vtt"
    _tones(path, 18)
    captions.write_text(
        "WEBVTT\n\n00:08.000 --> 00:09.000\nover silence\n\n00:14.000 --> 00:15.000\nover noise\n"
    )
    heard = listen(_edit(path, 18), captions, Job())
    assert [s.span.start for s in heard.speech] == [8]
    assert len(heard.phrases) == 2
