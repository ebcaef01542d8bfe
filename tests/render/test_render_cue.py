"""Rendering with the real FluidSynth: lengths, hits, endings, stems, always the same sound."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from tests.render.render_scores import cue_at, note, part, score_of, small_orchestra

from scenescore.errors import Cancelled, RenderFailed
from scenescore.job import Job
from scenescore.model import Control, SoundFont
from scenescore.render import RawCue, render_cue
from scenescore.render.attack import speaking_time
from scenescore.render.onsets import strongest_onset
from scenescore.timebase import SAMPLE_RATE, Rate, frames_to_samples

RATES = ["23.976", "24", "25", "29.97", "59.94"]


def sound_of(raw: RawCue) -> np.ndarray:
    return np.sum([soundfile.read(stem.path, dtype="float32")[0] for stem in raw.stems], axis=0)


def digest(raw: RawCue) -> str:
    return hashlib.sha256(sound_of(raw).tobytes()).hexdigest()


def error_ms(raw: RawCue, frame: int) -> float:
    at = raw.span.sample_at(frame) / SAMPLE_RATE
    onset = strongest_onset(sound_of(raw), at)
    assert onset is not None
    return (onset.seconds - at) * 1000


@pytest.mark.parametrize("rate", RATES)
def test_files_are_exactly_as_long_as_their_lane(
    rate: str, font: SoundFont, tmp_path: Path
) -> None:
    cue = cue_at(101, 251, rate=rate)
    raw = render_cue(cue, small_orchestra(cue), font, tmp_path, Job())
    frames = raw.lane_end_frame - raw.lane_start_frame
    wanted = frames_to_samples(frames, Rate.of(rate)) + 96_000
    assert raw.samples == wanted
    assert {stem.samples for stem in raw.stems} == {wanted}
    assert all(soundfile.info(stem.path).frames == wanted for stem in raw.stems)
    assert raw.lane_start_frame < cue.in_frame
    assert raw.lane_end_frame > cue.out_frame


@pytest.mark.parametrize("rate", ["23.976", "25", "59.94"])
def test_entry_and_hits_are_heard_on_their_frames(
    rate: str, font: SoundFont, tmp_path: Path
) -> None:
    fps = round(float(Rate.of(rate).fps))
    hits = (int(4.3 * fps), int(7.71 * fps), int(9.13 * fps))
    cue = cue_at(30, 12 * fps, rate=rate, hits=hits)
    raw = render_cue(cue, small_orchestra(cue), font, tmp_path, Job())
    for hit in cue.hits:
        assert 0 <= error_ms(raw, hit.frame) <= 15


@pytest.mark.parametrize(("program", "late"), [(48, 20), (49, 20), (60, 20), (89, 40)])
def test_a_slow_sound_alone_speaks_on_the_frame(
    program: int, late: float, font: SoundFont, tmp_path: Path
) -> None:
    """Slow strings would be heard four frames late; held chords change on the hit as well."""
    cue = cue_at(48, 48 + 192, hits=(48 + 100,))
    at = float(cue.seconds_at(cue.hits[1].frame))
    notes = tuple(note(0, at, pitch, accent=True) for pitch in (48, 55, 60)) + tuple(
        note(at, 3, pitch, 100, accent=True) for pitch in (50, 57, 65)
    )
    raw = render_cue(cue, score_of(cue, (part("Slow", program, notes),)), font, tmp_path, Job())
    assert 0 <= error_ms(raw, cue.in_frame) <= 15
    assert 0 <= error_ms(raw, cue.hits[1].frame) <= late


def test_slow_and_fast_instruments_differ(font: SoundFont) -> None:
    assert speaking_time(font, 49, False, 60, 80) > 0.06
    assert speaking_time(font, 0, False, 60, 80) < 0.015
    assert speaking_time(font, 45, False, 72, 80) < 0.015


def test_nothing_is_heard_before_the_in_point(font: SoundFont, tmp_path: Path) -> None:
    cue = cue_at(48, 150)
    raw = render_cue(cue, small_orchestra(cue), font, tmp_path, Job())
    before = sound_of(raw)[: raw.span.sample_at(cue.in_frame)]
    assert np.abs(before).max() < 1e-4


def test_at_the_very_start_of_an_edit(font: SoundFont, tmp_path: Path) -> None:
    """There is no room before frame 0; the file still has its handle, and nothing clicks."""
    cue = cue_at(0, 120)
    raw = render_cue(cue, small_orchestra(cue), font, tmp_path, Job())
    sound = sound_of(raw)
    assert raw.lane_start_frame == 0
    assert np.abs(sound[: SAMPLE_RATE + 24]).max() < 0.01
    assert 0 <= error_ms(raw, 0) <= 15


def test_a_stop_is_dead_within_a_tenth_of_a_second(font: SoundFont, tmp_path: Path) -> None:
    cue = cue_at(24, 144, ending="stop")
    raw = render_cue(cue, small_orchestra(cue), font, tmp_path, Job())
    sound, out = sound_of(raw), raw.span.sample_at(144)
    assert np.abs(sound[out - 4800 : out]).max() > 0.01
    assert np.abs(sound[out + 4800 :]).max(initial=0) == 0
    assert raw.lane_end_frame - 144 <= 2


def test_a_fade_dies_into_the_out_frame(font: SoundFont, tmp_path: Path) -> None:
    cue = cue_at(24, 264, ending="fade")
    raw = render_cue(cue, small_orchestra(cue), font, tmp_path, Job())
    sound, out = sound_of(raw), raw.span.sample_at(264)
    level = [np.abs(sound[out - n * 24_000 : out - (n - 1) * 24_000]).max() for n in (6, 3, 1)]
    assert level[0] > level[1] > level[2] > 0
    assert raw.lane_end_frame == 264


def test_a_last_chord_rings_out_and_then_dies(font: SoundFont, tmp_path: Path) -> None:
    cue = cue_at(24, 144)
    raw = render_cue(cue, small_orchestra(cue), font, tmp_path, Job())
    sound, out = sound_of(raw), raw.span.sample_at(144)
    end = raw.span.sample_at(raw.lane_end_frame)
    assert np.abs(sound[out + 4800 : out + 24_000]).max() > 1e-3
    assert 0.5 < (end - out) / SAMPLE_RATE <= 6.1
    assert np.abs(sound[end - 480 :]).max() < 1e-4


def test_the_edits_end_cuts_no_click(font: SoundFont, tmp_path: Path) -> None:
    cue = cue_at(24, 144)
    raw = render_cue(cue, small_orchestra(cue), font, tmp_path, Job(), last_frame=150)
    sound, end = sound_of(raw), raw.span.sample_at(150)
    assert raw.lane_end_frame == 150
    assert np.abs(sound[end - 48 : end]).max() < 1e-3
    assert np.abs(sound[end:]).max() == 0


def test_a_stem_holds_only_its_own_family(font: SoundFont, tmp_path: Path) -> None:
    """Each stem with its own reverb: how loud the others play is not in the strings' stem."""
    cue = cue_at(24, 144)
    score = small_orchestra(cue)
    together = render_cue(cue, score, font, tmp_path / "all", Job())
    strings, *others = score.parts
    hushed = [replace(p, notes=tuple(replace(n, velocity=1) for n in p.notes)) for p in others]
    alone = render_cue(
        cue, replace(score, parts=(strings, *hushed)), font, tmp_path / "alone", Job()
    )
    length = min(together.samples, alone.samples) - 2 * SAMPLE_RATE
    both = [soundfile.read(raw.stems[0].path)[0][:length] for raw in (together, alone)]
    assert np.abs(both[0] - both[1]).max() < 10 ** (-90 / 20)


def test_the_same_sound_whatever_was_played_before(font: SoundFont, tmp_path: Path) -> None:
    first, other = cue_at(24, 144, hits=(70,)), cue_at(30, 100, name="1m02")
    once = digest(render_cue(first, small_orchestra(first), font, tmp_path / "a", Job()))
    render_cue(other, small_orchestra(other), font, tmp_path / "b", Job())
    again = digest(render_cue(first, small_orchestra(first), font, tmp_path / "c", Job()))
    assert once == again


def test_the_same_sound_in_another_process(font: SoundFont, tmp_path: Path) -> None:
    cue = cue_at(24, 120, hits=(70,))
    here = digest(render_cue(cue, small_orchestra(cue), font, tmp_path / "here", Job()))
    program = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})\n"
        "from pathlib import Path\n"
        "from tests.render.test_render_cue import *\n"
        "from scenescore.render import find_soundfont\n"
        "cue = cue_at(24, 120, hits=(70,))\n"
        f"raw = render_cue(cue, small_orchestra(cue), find_soundfont(Path({font.path!r}))[0], "
        f"Path({str(tmp_path / 'there')!r}), Job())\n"
        "sys.stdout.write(digest(raw))\n"
    )
    there = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert there.stdout == here, "and nothing else is printed"


@pytest.mark.parametrize("first", ["soundfile", "scenescore.render"])
def test_the_same_sound_whatever_was_loaded_before(
    first: str, font: SoundFont, tmp_path: Path
) -> None:
    """Compressed SoundFonts are decoded by the libsndfile that a process has loaded first."""
    cue = cue_at(24, 60)
    here = render_cue(cue, small_orchestra(cue), font, tmp_path / "here", Job())
    program = (
        f"import {first}, sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})\n"
        "from pathlib import Path\n"
        "from tests.render.render_scores import cue_at, small_orchestra\n"
        "from scenescore.job import Job\n"
        "from scenescore.render import find_soundfont, render_cue\n"
        f"font = find_soundfont(Path({font.path!r}))[0]\n"
        "cue = cue_at(24, 60)\n"
        f"render_cue(cue, small_orchestra(cue), font, Path({str(tmp_path / 'there')!r}), Job())"
    )
    subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    for stem in here.stems:
        there = tmp_path / "there" / Path(stem.path).relative_to(tmp_path / "here")
        assert np.array_equal(soundfile.read(stem.path)[0], soundfile.read(there)[0])


def test_the_library_prints_nothing_on_a_ci_machine() -> None:
    program = "import os; os.environ['CI'] = '1'\n" + (
        "from scenescore.render.fluid import library; library()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""


def test_controllers_shape_the_sound(font: SoundFont, tmp_path: Path) -> None:
    cue = cue_at(24, 24 + 24 * 6)
    swell = tuple(Control(Fraction(i, 8), 11, 20 + 2 * i) for i in range(48))
    strings = replace(part("Strings", 48, (note(0, 6, 60),)), controls=swell)
    raw = render_cue(cue, score_of(cue, (strings,)), font, tmp_path, Job())
    sound, start = sound_of(raw), raw.span.sample_at(24)
    early, late = (sound[start + n * SAMPLE_RATE :][:24_000].std() for n in (1, 5))
    assert late > 4 * early


def test_an_instrument_that_the_font_lacks_is_told(font: SoundFont, tmp_path: Path) -> None:
    cue = cue_at(24, 96)
    odd = replace(part("Nobody", 0, (note(0, 1, 60),), drums=True), program=111)
    raw = render_cue(cue, score_of(cue, (odd,)), font, tmp_path, Job())
    assert [(r.code, r.skipped) for r in raw.remarks] == [("instrument-missing", True)]


def test_a_score_without_parts_is_refused(font: SoundFont, tmp_path: Path) -> None:
    cue = cue_at(24, 96)
    with pytest.raises(RenderFailed, match="1m01"):
        render_cue(cue, score_of(cue, ()), font, tmp_path, Job())


def test_cancelling_leaves_no_file(font: SoundFont, tmp_path: Path) -> None:
    cue = cue_at(24, 24 * 20)
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        render_cue(cue, small_orchestra(cue), font, tmp_path, job)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("seconds", [1, 2])
def test_very_short_cues(seconds: int, font: SoundFont, tmp_path: Path) -> None:
    cue = cue_at(24, 24 + 24 * seconds, ending="fade")
    raw = render_cue(cue, small_orchestra(cue), font, tmp_path, Job())
    assert raw.samples == raw.span.samples
    assert np.abs(sound_of(raw)).max() > 0.01


def test_memory_does_not_grow_with_the_cue(font: SoundFont, tmp_path: Path) -> None:
    def peak_of(seconds: int) -> int:
        cue = cue_at(0, 24 * seconds)
        score = small_orchestra(cue)
        tracemalloc.start()
        try:
            render_cue(cue, score, font, tmp_path / str(seconds), Job())
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak_of(60) < peak_of(20) + (4 << 20)
