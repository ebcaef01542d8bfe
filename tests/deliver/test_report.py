"""The report as data: CONTRACT's names and units, valid JSON whatever was measured."""

from __future__ import annotations

import json
import math
from dataclasses import replace

from scenescore.deliver.report import as_text, build_report, write_report
from scenescore.model import Followed, Loudness, Remark, Still

from .runs import make_run

CONTRACT = {
    "edit": "name rate start_frame duration_frames drop_frame",
    "shots": "start_frame end_frame clip cut still",
    "markers": "start end text colour",
    "scenes": "id start_frame end_frame shots summary",
    "speech": "start end text language emotion emotions confidence voice",
    "sound": "start end kind confidence",
    "mood": "times valence arousal tension emotions",
    "cues": "id uid in_frame out_frame lane_start_frame lane_end_frame lane scene style mood key "
    "metre seed tempo_map hits themes stems loudness provenance",
    "programme": "integrated_lufs true_peak_dbtp speech_minus_music_lu",
    "notes": "code message hint where",
    "engines": "task used why",
    "timing": "stage seconds cached",
    "version": "scenescore python soundfont",
}


def read_back(run) -> dict:
    return json.loads(as_text(build_report(run)))


def test_every_name_of_the_contract_is_there():
    report = read_back(make_run())
    assert report["schema"] == "scenescore.report/1"
    for section, names in CONTRACT.items():
        entries = report[section] if isinstance(report[section], list) else [report[section]]
        assert entries
        for entry in entries:
            assert set(names.split()) <= set(entry), section
    cue = report["cues"][0]
    assert {"frame", "kind", "weight", "beat", "bar", "heard_error_ms"} <= set(cue["hits"][0])
    assert set(cue["loudness"]) == {"integrated_lufs", "true_peak_dbtp"}
    assert set(report["version"]["soundfont"]) == {"name", "sha256", "licence"}
    margin = report["programme"]["speech_minus_music_lu"]
    assert {"median", "p5", "windows_under_10"} <= set(margin)


def test_values_are_those_of_the_run():
    run = make_run()
    report = read_back(run)
    assert report["edit"]["rate"] == [24, 1]
    assert report["scenes"][1]["shots"] == list(run.scenes[1].shots)
    first, second = report["cues"]
    assert (first["lane"], second["lane"]) == ("Score A", "Score B")
    assert (first["key"], first["metre"], first["style"]) == ("D minor", "4/4", "strings")
    assert first["tempo_map"][0] == [0, 0]
    assert first["mood"] == "sad"
    assert [hit["frame"] for hit in first["hits"]] == [hit.frame for hit in run.works[0].cue.hits]
    assert first["hits"][1]["heard_error_ms"] == 4.25
    assert first["hits"][2]["heard_error_ms"] is None


def test_what_a_cue_follows_is_told():
    run = make_run()
    work, *others = run.works
    followers = (Followed(90.0, 2, minor=True), Followed(90.0), Followed(tonic=2, minor=True))
    for follows, told in zip(
        followers, ({"tempo_bpm": 90, "key": "D minor"}, {"tempo_bpm": 90, "key": None},
                    {"tempo_bpm": None, "key": "D minor"}), strict=True,
    ):  # fmt: skip
        follower = replace(work, cue=replace(work.cue, follows=follows))
        cues = read_back(replace(run, works=(follower, *others)))["cues"]
        assert cues[0]["follows"] == told
        assert cues[1]["follows"] is None


def test_markers_and_the_pictures_of_shots_are_told():
    run = make_run()
    run = replace(run, seen=replace(run.seen, stills=(Still(1, "/cache/stills/1.jpg"),)))
    report = read_back(run)
    stills = [shot["still"] for shot in report["shots"]]
    assert stills == [None, "/cache/stills/1.jpg", *[None] * (len(stills) - 2)]
    markers = [(m["start"], m["end"], m["text"]) for m in report["markers"]]
    spans = [(float(m.span.start), float(m.span.end), m.text) for m in run.edit.markers]
    assert markers == spans


def test_every_stretch_of_speech_is_told_once():
    run = make_run()
    speech = read_back(run)["speech"]
    assert [entry["start"] for entry in speech] == [float(s.span.start) for s in run.heard.speech]
    assert speech[0]["emotion"] == "sad"
    assert speech[0]["voice"]["pitch_hz"] == 180
    assert speech[-1]["text"] is None
    assert speech[-1]["emotions"] is None


def test_remarks_and_engines_come_from_every_room_once():
    run = make_run()
    doubled = replace(run, remarks=(*run.remarks, *run.edit.remarks))
    report = read_back(doubled)
    assert [note["code"] for note in report["notes"]] == [
        "media-missing",
        "existing-music",
        "cue-skipped",
    ]
    assert [engine["task"] for engine in report["engines"]] == ["shots", "words", "emotion"]


def test_without_music_there_is_still_a_report():
    report = read_back(make_run(music=False))
    assert report["cues"] == []
    assert report["programme"] is None
    assert report["version"]["soundfont"] is None


def test_what_is_not_finite_is_unknown_and_the_json_valid():
    run = make_run()
    work = run.works[0]
    silent = replace(work.recording, loudness=Loudness(-math.inf, math.nan))
    report = read_back(replace(run, works=(replace(work, recording=silent),)))
    assert report["cues"][0]["loudness"] == {"integrated_lufs": None, "true_peak_dbtp": None}


def test_only_the_report_asked_for_is_written(tmp_path):
    run = replace(make_run(), remarks=(Remark("x", "한국어"),))
    assert [p.name for p in write_report(run, tmp_path / "결과", ["json"])] == ["report.json"]
    assert [p.name for p in (tmp_path / "결과").iterdir()] == ["report.json"]
    assert "한국어" in (tmp_path / "결과" / "report.json").read_text(encoding="utf-8")
