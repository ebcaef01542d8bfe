"""`--existing follow` and `replace` from end to end, on edits whose music is known."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from scenescore.analysis import Analysis
from scenescore.deliver import Run
from scenescore.edit import read_edit
from scenescore.job import Job
from scenescore.listen import listen
from scenescore.media import mix_sound, wav_info
from scenescore.model import Clip, Edit, Media, MoodCurve, Seen, SoundSpan, Speech, Track
from scenescore.pipeline import score
from scenescore.replacing import DIALOGUE, Replaced, _kind, _stretches_of, without_music
from scenescore.settings import Existing, Settings
from scenescore.timebase import SAMPLE_RATE, Rate, Span

RATE = Rate.of(25)
SECONDS = 12


def _sounds(data: Path, folder: Path) -> tuple[Path, Path]:
    """(speech, music), both `SECONDS` long; speech begins after three seconds."""
    speech = _mono(data / "speech" / "198-209-0000.ogg")
    (song,) = (data / "music").glob("*Sugar*.ogg")
    sounds = {
        "대사 🎤.wav": np.concatenate((np.zeros(3 * SAMPLE_RATE), speech)),
        "음악 🎵.wav": _mono(song)[20 * SAMPLE_RATE :],
    }
    for name, sound in sounds.items():
        soundfile.write(folder / name, sound[: SECONDS * SAMPLE_RATE], SAMPLE_RATE)
    first, second = (folder / name for name in sounds)
    return first, second


def _mono(path: Path) -> np.ndarray:
    """A recording at 48 kHz, its standard deviation 0.1."""
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = soxr.resample(sound.mean(axis=1), rate, SAMPLE_RATE)
    return np.asarray(0.1 * mono / np.std(mono))


def _laid(path: Path, track: int, start: int = 0, seconds: int = SECONDS) -> Clip:
    span = Span(Fraction(start), Fraction(start + seconds))
    return Clip(path.stem, Media(str(path), path.name), span, Fraction(0), track=track)


def _analysis(*tracks: Path) -> Analysis:
    return _analysed(*(_laid(path, number) for number, path in enumerate(tracks)))


def _analysed(*clips: Clip) -> Analysis:
    frames = int(max(clip.record.end for clip in clips) * 25)
    names = sorted({f"A{clip.track + 1}" for clip in clips})
    edit = Edit(
        "edit", RATE, 90_000, frames, False, "edit.otio", "otio", "x", sound=clips,
        tracks=tuple(Track(name, "audio") for name in names),
    )  # fmt: skip
    heard = listen(edit, None, Job())
    return Analysis(edit, heard, Seen((), (), ()), (), MoodCurve((), (), (), (), {}))


def _sound_of(edit: Edit) -> np.ndarray:
    return np.concatenate([*mix_sound(edit)])


def test_a_track_of_music_is_left_out_and_dialogue_is_untouched(
    shared_data: Path, tmp_path: Path
) -> None:
    speech, music = _sounds(shared_data, tmp_path)
    analysis = _analysis(speech, music)
    done = without_music(analysis, tmp_path / "out", Job())
    assert not done.lanes
    alone = replace(analysis.edit, sound=analysis.edit.sound[:1])
    assert np.array_equal(_sound_of(done.analysis.edit), _sound_of(alone))
    assert done.analysis.heard.speech == analysis.heard.speech
    assert not done.analysis.heard.music
    assert [remark.message for remark in done.remarks] == [
        "To hear the new score without the old music, mute: A2."
    ]


def test_one_track_of_both_is_taken_apart_and_its_dialogue_lies_on_a_lane(
    shared_data: Path, tmp_path: Path
) -> None:
    speech, music = _sounds(shared_data, tmp_path)
    both = tmp_path / "both.wav"
    total = soundfile.read(speech)[0] + soundfile.read(music)[0]
    soundfile.write(both, total, SAMPLE_RATE, subtype="FLOAT")
    analysis = _analysis(both)
    folder = tmp_path / "out"
    folder.mkdir()
    done = without_music(analysis, folder, Job())
    (lane,) = done.lanes
    info = wav_info(folder / DIALOGUE)
    assert info.samples == lane.samples == (SECONDS + 2) * SAMPLE_RATE
    assert info.time_reference == (90_000 // 25 - 1) * SAMPLE_RATE
    assert (lane.start_frame, lane.end_frame) == (0, SECONDS * 25)
    assert [use.task for use in done.engines] == ["separation"]
    left = _sound_of(done.analysis.edit)[:, 0]
    music_alone = slice(SAMPLE_RATE, 2 * SAMPLE_RATE)
    assert np.std(left[music_alone]) < 0.01 * np.std(total[music_alone])
    spoken = analysis.heard.speech[0].span
    words = slice(int(spoken.start * SAMPLE_RATE), int(spoken.end * SAMPLE_RATE))
    clean = soundfile.read(speech)[0]
    before, after = (np.corrcoef(sound[words], clean[words])[0, 1] for sound in (total, left))
    assert after > before


def test_the_only_track_keeps_its_single_line(shared_data: Path, tmp_path: Path) -> None:
    _, music = _sounds(shared_data, tmp_path)
    analysis = _analysis(music)
    whole, line = analysis.edit.sound[0].record, Span(Fraction(5), Fraction(6))
    sound = (SoundSpan(whole, "music"), SoundSpan(line, "dialogue"))
    heard = replace(analysis.heard, sound=sound, speech=(Speech(line),))
    done = without_music(replace(analysis, heard=heard), tmp_path, Job())
    assert len(done.lanes) == 1
    left = _sound_of(done.analysis.edit)
    assert left[5 * SAMPLE_RATE : 6 * SAMPLE_RATE].any()
    assert not left[7 * SAMPLE_RATE : 11 * SAMPLE_RATE].any()


def test_of_a_track_with_music_and_other_sound_only_the_clips_of_music_go(
    shared_data: Path, tmp_path: Path
) -> None:
    speech, music = _sounds(shared_data, tmp_path)
    rain = tmp_path / "비 🌧.wav"
    noise = np.random.default_rng(7).normal(0, 0.05, SECONDS * SAMPLE_RATE)
    soundfile.write(rain, noise, SAMPLE_RATE)
    clips = (_laid(speech, 0), _laid(music, 1), _laid(rain, 1, start=SECONDS))
    done = without_music(_analysed(*clips), tmp_path, Job())
    assert not done.lanes
    assert done.analysis.edit.sound == (clips[0], clips[2])
    (remark,) = done.remarks
    assert remark.message.endswith(f"mute: {music.stem} (A2, 01:00:00:00).")


def test_beside_the_music_of_a_clip_its_sound_stays(shared_data: Path, tmp_path: Path) -> None:
    """Twelve seconds of music, then as long of noise, in one file: a track of music and effects."""
    speech, music = _sounds(shared_data, tmp_path)
    noise = np.random.default_rng(7).normal(0, 0.05, SECONDS * SAMPLE_RATE)
    both = tmp_path / "M&E.wav"
    soundfile.write(both, np.concatenate((soundfile.read(music)[0], noise)), SAMPLE_RATE)
    clips = (_laid(speech, 0), _laid(both, 1, seconds=2 * SECONDS))
    done = without_music(_analysed(*clips), tmp_path, Job())
    assert len(done.lanes) == 1
    left = soundfile.read(tmp_path / DIALOGUE)[0][SAMPLE_RATE:-SAMPLE_RATE, 0]
    assert np.std(left[SAMPLE_RATE : 10 * SAMPLE_RATE]) < 0.01
    late = slice((SECONDS + 4) * SAMPLE_RATE, (2 * SECONDS - 1) * SAMPLE_RATE)
    assert np.std(left[late]) == pytest.approx(0.05, rel=0.05)
    assert [r.message for r in done.remarks if r.code == "mute-to-replace"] == [
        "To hear the new score without the old music, mute: A2."
    ]


def test_music_with_a_long_effect_after_it_is_not_muted_whole(
    shared_data: Path, tmp_path: Path
) -> None:
    """An hour of a track that is music to nine parts in ten still holds minutes of other sound."""
    speech, music = _sounds(shared_data, tmp_path)
    analysis = _analysis(speech, music)
    spans = [Span(Fraction(a), Fraction(b)) for a, b in ((0, 90), (90, 96))]
    for effect, kind in ((spans[1], "mixed"), (Span(Fraction(90), Fraction(94)), "music")):
        heard = replace(
            analysis.heard,
            sound=(SoundSpan(spans[0], "music"), SoundSpan(effect, "effects")),
            music=(replace(analysis.heard.music[0], span=spans[0]),),
        )
        whole = Span(Fraction(0), Fraction(96))
        assert _kind(_stretches_of(heard), whole, only=False) == kind


def test_without_music_there_is_nothing_to_replace(shared_data: Path, tmp_path: Path) -> None:
    speech, _ = _sounds(shared_data, tmp_path)
    analysis = _analysis(speech)
    done = without_music(analysis, tmp_path, Job())
    assert done == Replaced(analysis, remarks=done.remarks)
    assert [remark.code for remark in done.remarks] == ["no-music-to-replace"]


def _is_as_loud_as_what_it_replaces(run: Run) -> None:
    (work,) = run.works
    cue = Span.of_frames(work.cue.in_frame, work.cue.out_frame, work.cue.rate)
    old = [(each.loudness_lufs, float(each.span.overlap(cue))) for each in run.heard.music]
    seconds = sum(length for _, length in old)
    mean = 10 * np.log10(sum(10 ** (loud / 10) * length for loud, length in old) / seconds)
    assert work.recording.loudness.integrated_lufs == pytest.approx(mean, abs=2)


@pytest.mark.slow
def test_a_film_of_music_alone_is_scored_anew(shared_data: Path, tmp_path: Path) -> None:
    film = shared_data / "film" / "big_buck_bunny_0_30.webm"
    out = tmp_path / "out"
    settings = Settings(existing=Existing.REPLACE, film=tmp_path / "새 영화.mp4")
    outcome = score(film, out, settings, Job())
    assert DIALOGUE not in [path.name for path in outcome.files]
    report = json.loads((out / "report.json").read_text())
    (mute,) = [note for note in report["notes"] if note["code"] == "mute-to-replace"]
    assert film.name in mute["message"]
    assert any(music["key"] for music in report["music"])
    _is_as_loud_as_what_it_replaces(outcome.run)
    before, after = (_sound_of(read_edit(path))[:, 0] for path in (film, settings.film))
    length = min(len(before), len(after))
    assert abs(np.corrcoef(before[:length], after[:length])[0, 1]) < 0.2
