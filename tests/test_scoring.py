"""The program as its user runs it: the demo scored in processes of its own."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import mido
import opentimelineio as otio
import pytest

from scenescore.cache import from_json
from scenescore.deliver import read_score, write_score
from scenescore.media import wav_info
from scenescore.model import Score

DEMO = Path(__file__).resolve().parents[1] / "examples" / "demo" / "demo.otio"
RATE = 24


def run(*arguments: object, cache: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """One run of the command line."""
    return subprocess.run(
        [sys.executable, "-m", "scenescore", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, "SCENESCORE_CACHE": str(cache), "LC_ALL": "C.UTF-8"},
        check=False,
        timeout=280,
        **options,
    )


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all runs of this file, as a user has one."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """The demo, scored once."""
    folder = tmp_path_factory.mktemp("runs") / "결과 日本 🎬"
    done = run("score", DEMO, "-o", folder, "--quiet", "--dry", cache=cache)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder


@pytest.fixture(scope="module")
def report(scored: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((scored / "report.json").read_text(encoding="utf-8"))
    return loaded


def test_every_file_that_is_promised_is_there(scored: Path, report: dict[str, Any]) -> None:
    for name in ("scored.otio", "report.html", "cue-sheet.csv", "cue-sheet.json"):
        assert (scored / name).stat().st_size > 0
    for cue in report["cues"]:
        folder = scored / "cues" / cue["id"]
        for suffix in ("mid", "wav", "score.json", "duck.json", "dry.wav"):
            assert (folder / f"{cue['id']}.{suffix}").stat().st_size > 0
        assert {p.stem for p in (folder / "stems").iterdir()} == set(cue["stems"])
    hidden = [p.name for p in scored.iterdir() if p.name.startswith(".")]
    assert not hidden


def test_lanes_are_exactly_as_long_as_they_must_be(scored: Path, report: dict[str, Any]) -> None:
    for cue in report["cues"]:
        frames = cue["lane_end_frame"] - cue["lane_start_frame"]
        path = scored / "cues" / cue["id"] / f"{cue['id']}.wav"
        info = wav_info(path)
        assert info.samples == frames * 48_000 // RATE + 96_000
        start = report["edit"]["start_frame"] + cue["lane_start_frame"]
        assert info.time_reference == start * 48_000 // RATE - 48_000


def test_the_edit_gains_our_tracks_and_nothing_else(scored: Path, report: dict[str, Any]) -> None:
    before = otio.adapters.read_from_file(str(DEMO))
    after = otio.adapters.read_from_file(str(scored / "scored.otio"))
    ours = [t for t in after.tracks if "scenescore" in t.metadata]
    assert len(after.tracks) - len(ours) == len(before.tracks)
    placed = {
        clip.name: (clip.range_in_parent(), clip.media_reference)
        for track in ours
        for clip in track.find_clips()
    }
    for cue in report["cues"]:
        where, media = placed[cue["id"]]
        assert where.start_time.to_frames() == cue["lane_start_frame"]
        assert where.duration.to_frames() == cue["lane_end_frame"] - cue["lane_start_frame"]
        assert media.target_url.startswith("file:///")


def test_hard_hits_and_entries_are_heard_on_the_frame(report: dict[str, Any]) -> None:
    struck = [h for c in report["cues"] for h in c["hits"] if h["kind"] in ("hard", "entry")]
    assert len(struck) >= 4
    assert all(abs(h["heard_error_ms"]) <= 1000 / RATE / 2 for h in struck)


def test_midi_and_score_say_the_same(scored: Path, report: dict[str, Any]) -> None:
    for cue in report["cues"]:
        folder = scored / "cues" / cue["id"]
        score = from_json((folder / f"{cue['id']}.score.json").read_bytes(), Score)
        midi = mido.MidiFile(folder / f"{cue['id']}.mid")
        assert midi.ticks_per_beat == 960
        assert [t.name for t in midi.tracks[1:]] == [part.name for part in score.parts]


def test_another_mood_listens_and_watches_no_more(scored: Path, cache: Path) -> None:
    folder = scored.parent / "angry"
    done = run("score", DEMO, "-o", folder, "--mood", "anger", "--scene", 2, cache=cache)
    assert done.returncode == 0, done.stderr
    assert "report.html" in done.stdout
    timing = json.loads((folder / "report.json").read_text())["timing"]
    assert {t["stage"] for t in timing if t["cached"]} == {"listen", "watch", "words"}


def test_the_same_seed_gives_the_same_bytes(scored: Path, cache: Path) -> None:
    def music(folder: Path) -> list[str]:
        done = run("score", DEMO, "-o", folder, "--scene", 3, "--seed", 7, "--quiet", cache=cache)
        assert done.returncode == 0, done.stderr
        return [
            hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.suffix in (".mid", ".wav")
        ]

    first, second = music(scored.parent / "one"), music(scored.parent / "two")
    assert len(first) > 3
    assert first == second


def test_what_is_locked_of_an_earlier_run_stays_and_the_rest_is_new(
    scored: Path, report: dict[str, Any], cache: Path
) -> None:
    whole, edited, *others = (cue["id"] for cue in report["cues"])
    earlier = scored.parent / "손으로 고침"
    for path in scored.glob("cues/*/*.score.json"):
        (earlier / path.relative_to(scored)).parent.mkdir(parents=True)
        shutil.copy(path, earlier / path.relative_to(scored))
    by_hand = earlier / "cues" / edited / f"{edited}.score.json"
    score = read_score(by_hand)
    part = replace(score.parts[0], notes=score.parts[0].notes[1:])
    write_score(by_hand, replace(score, parts=(part, *score.parts[1:])))
    folder = scored.parent / "kept"
    locks = ("--lock", f"{whole}:all", "--lock", f"{edited}:{part.name}")
    done = run(
        "score", DEMO, "-o", folder, "--seed", 5, "--from-scores", earlier, *locks, cache=cache
    )
    assert done.returncode == 0, done.stderr

    def midi(run: Path, cue: str) -> bytes:
        return (run / "cues" / cue / f"{cue}.mid").read_bytes()

    assert midi(folder, whole) == midi(scored, whole)
    for cue in (edited, *others):
        assert midi(folder, cue) != midi(scored, cue)
    after = read_score(folder / "cues" / edited / f"{edited}.score.json")
    assert part in after.parts
    assert after.chords == score.chords


def test_progress_for_programs_is_json_and_never_runs_back(scored: Path, cache: Path) -> None:
    done = run("score", DEMO, "-o", scored.parent / "json", "--scene", 1, "--json", cache=cache)
    totals = [json.loads(line)["total"] for line in done.stderr.splitlines()]
    assert totals == sorted(totals)
    assert totals[-1] == pytest.approx(1.0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    folder = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "scenescore", "score", str(DEMO), "-o", str(folder), "--json"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "SCENESCORE_CACHE": str(tmp_path / "cache")},
    )
    assert process.stderr is not None
    for line in process.stderr:
        if '"render"' in line:
            process.send_signal(number)
            break
    rest = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 130
    assert "Stopped." in rest
    assert not folder.exists()


BAD = {
    "no such file": (("nothing.otio",), "nothing.otio"),
    "an empty film": (("empty.mp4",), "empty.mp4"),
    "a binary edit": (("noise.otio",), "noise.otio"),
    "an unknown mood": ((DEMO, "--mood", "hangry"), "hangry"),
    "an unknown style": ((DEMO, "--style", "polka"), "polka"),
    "a scene that is not there": ((DEMO, "--scene", 99), "99"),
    "a missing SoundFont": ((DEMO, "--soundfont", "none.sf2"), "none.sf2"),
    "captions that are not there": ((DEMO, "--captions", "none.srt"), "none.srt"),
    "a film that is none": ((DEMO, "--film", "film.otio"), "film.otio"),
    "a lock on nothing": ((DEMO, "--lock", "1m01:all"), "--from-scores"),
    "an earlier run that is none": ((DEMO, "--from-scores", ".", "--lock", "all:all"), "earlier"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_sentence_and_a_hint(case: str, tmp_path: Path, cache: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "noise.otio").write_bytes(bytes(range(256)) * 8)
    arguments, named = BAD[case]
    done = run("score", *arguments, "-o", "out", "--quiet", cache=cache, cwd=tmp_path)
    assert done.returncode == 2
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 3
    assert not (tmp_path / "out").exists()


def test_an_edit_too_short_for_music_is_written_without_any(tmp_path: Path, cache: Path) -> None:
    second = otio.opentime.TimeRange(duration=otio.opentime.RationalTime(RATE, RATE))
    timeline = otio.schema.Timeline("short")
    timeline.tracks.append(otio.schema.Track(kind="Video"))
    timeline.tracks[0].append(otio.schema.Clip("only", source_range=second))
    otio.adapters.write_to_file(timeline, str(tmp_path / "short.otio"))
    done = run("score", tmp_path / "short.otio", "-o", tmp_path / "out", cache=cache)
    assert (done.returncode, done.stderr.strip()) == (3, "")
    assert "too short" in done.stdout
    assert (tmp_path / "out" / "scored.otio").is_file()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "out").write_text("a file of the user's")
    done = run("score", DEMO, "-o", tmp_path / "out", "--quiet", cache=cache)
    assert done.returncode == 2
    assert "is a file" in done.stderr
    assert (tmp_path / "out").read_text() == "a file of the user's"


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, cache: Path) -> None:
    def little_room() -> None:
        # Files above this size fail to be written, as they do on a full disk.
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    done = run(
        "score", DEMO, "-o", tmp_path / "out", "--quiet", cache=cache, preexec_fn=little_room
    )
    assert done.returncode == 2
    assert "disk" in done.stderr or "space" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_composing_alone_writes_midi_and_sound(tmp_path: Path, cache: Path) -> None:
    midi, wav = tmp_path / "곡.mid", tmp_path / "곡.wav"
    order = ("--seconds", 12, "--mood", "fear", "--hits", "5.5,9:soft")
    done = run("compose", *order, "-o", midi, "--wav", wav, cache=cache)
    assert done.returncode == 0, done.stderr
    assert mido.MidiFile(midi).length > 5.5
    assert 12 <= wav_info(wav).samples / 48_000 <= 20


def test_analysis_alone_writes_reports_only(tmp_path: Path, cache: Path) -> None:
    done = run("analyse", DEMO, "-o", tmp_path / "out", cache=cache)
    assert done.returncode == 0, done.stderr
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"report.json", "report.html"}
