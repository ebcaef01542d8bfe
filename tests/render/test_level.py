"""Lanes as written: levels under speech, sums of stems, time reference, the programme's figures."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from tests.render.render_scores import cue_at, small_orchestra

from scenescore.cache import from_json
from scenescore.job import Job
from scenescore.media import PowerMeter, WavWriter, integrated, wav_info
from scenescore.model import (
    Clip,
    Cue,
    Edit,
    GainCurve,
    Heard,
    Media,
    Recording,
    SoundFont,
    Speech,
)
from scenescore.render import level_cues, programme, render_cue, write_wav
from scenescore.render.level import gain_at
from scenescore.render.limiter import Limiter, true_peaks
from scenescore.settings import LoudnessPreset
from scenescore.timebase import Rate, Span, to_seconds

RATE = 48_000
START = 3600 * 25
LINES = ((5.0, 9.0), (12.0, 13.0), (20.0, 26.5))


@dataclass(frozen=True)
class Scored:
    """An edit with speech in it, and its recordings."""

    edit: Edit
    heard: Heard
    recordings: tuple[Recording, ...]
    folder: Path


def speech_sound(seconds: int, level: float) -> np.ndarray:
    """Ambience, and noise in syllables where somebody speaks."""
    rng = np.random.default_rng(0)
    sound = rng.normal(size=(seconds * RATE, 2)) * 10 ** (-62 / 20)
    for start, end in LINES:
        begin, length = int(start * RATE), int((end - start) * RATE)
        syllables = rng.uniform(0.3, 1.0, length // 9600 + 1).repeat(9600)[:length, None]
        sound[begin : begin + length] += rng.normal(size=(length, 1)) * level * syllables
    return sound.astype(np.float32)


def edit_of(folder: Path, seconds: int, level: float = 0.05, *, speech: bool = True) -> Edit:
    sound = speech_sound(seconds, level if speech else 0.0)
    path = folder / "대사 소리.wav"
    with WavWriter(path) as writer:
        writer.write(sound)
    span = Span(Fraction(0), Fraction(seconds))
    clip = Clip("speech", Media(str(path), path.as_uri()), span, Fraction(0))
    frames = seconds * 25
    return Edit("Szene", Rate.of(25), START, frames, False, "", "otio", "id", sound=(clip,))


def heard_in(edit: Edit, *, speech: bool = True) -> Heard:
    media = edit.sound[0].media
    assert media is not None
    meter = PowerMeter(RATE)
    meter.feed(soundfile.read(media.path)[0])
    spans = [Span(Fraction(a), Fraction(b)) for a, b in LINES] if speech else []
    return Heard(tuple(Speech(span) for span in spans), (), (), meter.track())


def score_edit(folder: Path, font: SoundFont, *, speech: bool = True) -> Scored:
    edit = edit_of(folder, 32, speech=speech)
    heard = heard_in(edit, speech=speech)
    cues = [cue_at(0, 400, rate="25"), cue_at(400, 780, rate="25", hits=(600,), name="1m02")]
    raws = [
        render_cue(cue, small_orchestra(cue), font, folder / "raw", Job(), last_frame=800)
        for cue in cues
    ]
    out = folder / "out"
    recordings = level_cues(raws, edit, heard, LoudnessPreset.EBU, out, Job(), dry=True)
    return Scored(edit, heard, recordings, out)


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory, font: SoundFont) -> Scored:
    return score_edit(tmp_path_factory.mktemp("scored"), font)


def test_the_files_of_the_contract(scored: Scored) -> None:
    for name in ("1m01", "1m02"):
        files = {
            str(p.relative_to(scored.folder / "cues" / name))
            for p in (scored.folder / "cues" / name).rglob("*")
            if p.is_file()
        }
        assert files == {
            f"{name}.wav",
            f"{name}.dry.wav",
            f"{name}.duck.json",
            "stems/strings.wav",
            "stems/plucked.wav",
            "stems/percussion.wav",
        }


def test_stems_add_up_to_the_mix(scored: Scored) -> None:
    for recording in scored.recordings:
        mix = soundfile.read(recording.mix.path)[0]
        stems = sum(soundfile.read(stem.path)[0] for stem in recording.stems)
        assert np.abs(mix - stems).max() < 10 ** (-120 / 20)
        assert np.abs(mix).max() > 0.003


def test_the_mix_is_the_dry_mix_under_the_gain_curve(scored: Scored) -> None:
    for recording in scored.recordings:
        assert recording.dry is not None
        dry, mix = (soundfile.read(s.path)[0] for s in (recording.dry, recording.mix))
        factors = gain_at(recording.duck, 0, len(dry))[:, None]
        assert np.abs(dry * factors - mix).max() < 10 ** (-120 / 20)
        written = Path(recording.mix.path).with_suffix(".duck.json").read_text()
        assert from_json(written, GainCurve) == recording.duck


def test_speech_is_clear_in_every_window_and_music_still_heard(scored: Scored) -> None:
    """Measured on the written sound, window by window, with nothing of the solver's."""
    lanes = np.zeros((32 * RATE + 4 * RATE, 2))
    for recording in scored.recordings:
        sound = soundfile.read(recording.mix.path)[0][RATE : recording.samples - RATE]
        begin = int(to_seconds(recording.lane_start_frame, scored.edit.rate) * RATE)
        lanes[begin : begin + len(sound)] += sound
    meter = PowerMeter(RATE)
    meter.feed(lanes)
    music, speech = np.array(meter.track().power), np.array(scored.heard.loudness.power)
    spoken = np.zeros(320)
    for start, end in LINES:
        spoken[int(start * 10) : int(end * 10)] = 0.1
    margins = [
        10 * np.log10(speech[i : i + 30].sum() / music[i : i + 30].sum())
        for i in range(290)
        if spoken[i : i + 30].sum() >= 0.999
    ]
    assert min(margins) >= 10.5
    assert 14 <= np.median(margins) <= 20


def test_the_time_reference_is_true_seconds_since_midnight(scored: Scored) -> None:
    for recording in scored.recordings:
        frames = START + recording.lane_start_frame
        assert wav_info(Path(recording.mix.path)).time_reference == frames * RATE // 25 - RATE


def test_hits_are_measured_on_the_written_sound(scored: Scored) -> None:
    kinds = {heard.hit.hit.kind: heard.error_ms for heard in scored.recordings[1].hits}
    assert set(kinds) == {"entry", "hard"}
    assert all(error is not None and 0 <= error <= 15 for error in kinds.values())


def test_loudness_is_of_what_was_written(scored: Scored) -> None:
    for recording in scored.recordings:
        meter = PowerMeter(RATE)
        meter.feed(soundfile.read(recording.mix.path)[0])
        assert recording.loudness.integrated_lufs == pytest.approx(
            integrated(meter.track()), abs=0.01
        )
        assert recording.loudness.true_peak_dbtp <= -2.0


def test_without_speech_a_cue_has_the_level_of_music_alone(font: SoundFont, tmp_path: Path) -> None:
    done = score_edit(tmp_path, font, speech=False)
    for recording in done.recordings:
        assert recording.loudness.integrated_lufs == pytest.approx(-23.0, abs=0.5)
        assert {gain for _, gain in recording.duck.points} == {0.0}


@pytest.mark.parametrize("preset", list(LoudnessPreset))
def test_a_film_has_its_loudness_under_its_ceiling(preset: LoudnessPreset, scored: Scored) -> None:
    mixed = programme(scored.edit, scored.heard, scored.recordings, preset, Job())
    samples = sum(len(block) for block in mixed.blocks())
    wanted = {"ebu": (-23, -1), "netflix": (-27, -2), "atsc": (-24, -2), "web": (-14, -1)}
    loudness, ceiling = wanted[preset.value]
    assert samples == 32 * RATE
    assert mixed.delivered.integrated_lufs == pytest.approx(loudness, abs=0.5)
    assert mixed.delivered.true_peak_dbtp <= ceiling - 0.3
    assert mixed.delivered.speech_minus_music is not None
    assert mixed.delivered.speech_minus_music.windows_under_10 == 0


def test_the_untouched_sum_is_what_the_report_tells(scored: Scored) -> None:
    mixed = programme(scored.edit, scored.heard, scored.recordings, LoudnessPreset.EBU, Job())
    sound = speech_sound(32, 0.05).astype(np.float64)
    for recording in scored.recordings:
        lane = soundfile.read(recording.mix.path)[0][RATE : recording.samples - RATE]
        begin = int(to_seconds(recording.lane_start_frame, scored.edit.rate) * RATE)
        sound[begin : begin + len(lane)] += lane[: len(sound) - begin]
    meter = PowerMeter(RATE)
    meter.feed(sound)
    assert mixed.figures.integrated_lufs == pytest.approx(integrated(meter.track()), abs=0.02)


def test_hits_stand_out_of_the_edit_or_do_not(scored: Scored, tmp_path: Path) -> None:
    """The entries do, the hit inside a line does not; under noise as loud as can be none does."""
    for edit, heard in ((scored.edit, {0, 400}), (noisy(scored.edit, tmp_path), set())):
        mixed = programme(edit, scored.heard, scored.recordings, LoudnessPreset.EBU, Job())
        hits = [hit for each in mixed.recordings for hit in each.hits]
        assert {hit.hit.hit.frame for hit in hits} == {0, 400, 600}
        assert {hit.hit.hit.frame for hit in hits if hit.stands_out} == heard
        assert [each.mix for each in mixed.recordings] == [r.mix for r in scored.recordings]


def test_what_goes_over_full_scale_is_told_with_the_part_of_the_edit(
    scored: Scored, tmp_path: Path
) -> None:
    quiet = programme(scored.edit, scored.heard, scored.recordings, LoudnessPreset.EBU, Job())
    assert quiet.remarks == ()
    loud = noisy(scored.edit, tmp_path)
    mixed = programme(loud, scored.heard, scored.recordings, LoudnessPreset.EBU, Job())
    (remark,) = mixed.remarks
    assert remark.code == "over-full-scale"
    together, alone = map(float, re.findall(r"[+-][0-9.]+[0-9]", remark.message))
    assert together == pytest.approx(mixed.figures.true_peak_dbtp, abs=0.051)
    assert together > max(alone, 0)
    assert programme(loud, scored.heard, (), LoudnessPreset.EBU, Job()).remarks == ()


def noisy(edit: Edit, folder: Path) -> Edit:
    """The same edit over noise up to full scale."""
    noise = np.random.default_rng(5).uniform(-1, 1, (32 * RATE, 2)).astype(np.float32)
    soundfile.write(folder / "noise.wav", noise, RATE, subtype="FLOAT")
    media = Media(str(folder / "noise.wav"), "noise")
    return replace(edit, sound=(replace(edit.sound[0], media=media),))


def test_the_limiter_holds_its_ceiling_however_it_is_fed() -> None:
    rng = np.random.default_rng(3)
    sound = (rng.normal(size=(3 * RATE + 777, 2)) * 0.5).astype(np.float32)

    def limited(block: int) -> np.ndarray:
        limiter = Limiter(0.7)
        blocks = [limiter.feed(sound[i : i + block]) for i in range(0, len(sound), block)]
        return np.concatenate([*blocks, limiter.flush()])

    whole = limited(len(sound))
    assert whole.shape == sound.shape
    assert true_peaks(whole).max() <= 0.7 * 1.01
    assert np.abs(whole).max() > 0.6
    assert np.array_equal(whole, limited(RATE))
    assert np.abs(whole - limited(1001)).max() < 1e-6


def test_a_quiet_sound_passes_the_limiter_unchanged() -> None:
    sound = np.full((RATE, 2), 0.3, np.float32)
    limiter = Limiter(0.7)
    assert np.array_equal(np.concatenate([limiter.feed(sound), limiter.flush()]), sound)


def test_a_score_alone_as_a_file(font: SoundFont, tmp_path: Path) -> None:
    cue: Cue = cue_at(0, 192)
    path = tmp_path / "음악.wav"
    loudness = write_wav(cue, small_orchestra(cue), font, path, tmp_path / "work", Job())
    assert loudness.integrated_lufs == pytest.approx(-20.0, abs=0.5)
    assert wav_info(path).samples > 8 * RATE


def test_one_loud_strike_does_not_leave_a_score_soft(font: SoundFont, tmp_path: Path) -> None:
    cue, score = cue_at(0, 192), small_orchestra(cue_at(0, 192))
    struck = replace(score.parts[0], name="Strike", gain_db=14.0, notes=score.parts[0].notes[:1])
    loud = replace(score, parts=(*score.parts, struck))
    loudness = write_wav(cue, loud, font, tmp_path / "a.wav", tmp_path / "work", Job())
    assert loudness.integrated_lufs == pytest.approx(-20.0, abs=1.5)
    assert loudness.true_peak_dbtp <= -1.4
