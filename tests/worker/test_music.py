"""Orders that make music, on a real film: takes on disk, heard meanwhile, then accepted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from tests.worker.conftest import SMALL_FONT, Message, Talk

from scenescore.cache import from_json, to_json
from scenescore.deliver import read_score
from scenescore.media import wav_info
from scenescore.model import Cue, Edit
from scenescore.worker.answers import Analysed, TakeMade

FRAMES = 144
STUDIO = {"soundfont": str(SMALL_FONT)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("작업 🎬") / "짧은 영화.scenescore-files"


@pytest.fixture(scope="module")
def talk(worker_cache: Path) -> Any:
    talk = Talk(worker_cache)
    yield talk
    talk.close()


@pytest.fixture(scope="module")
def take(talk: Talk, film: Path, folder: Path) -> TakeMade:
    """The whole film scored as one cue."""
    order = _music(film, folder)
    found = talk.done("s", "score", **order, from_frame=0, to_frame=FRAMES)
    (name,) = found["takes"]
    return TakeMade.model_validate_json((folder / "takes" / name / "take.json").read_bytes())


def _source(film: Path, folder: Path) -> dict[str, object]:
    return {"source": {"path": str(film)}, "folder": str(folder)}


def _music(film: Path, folder: Path) -> dict[str, object]:
    return {**_source(film, folder), "studio": STUDIO}


def _composed(talk: Talk, film: Path, folder: Path, id: str, cue: Cue, **more: object) -> TakeMade:
    order = {**_music(film, folder), "cue": json.loads(to_json(cue)), **more}
    return TakeMade.model_validate(talk.done(id, "compose", **order)["take"])


def _sounds(folder: Path, take: TakeMade) -> bytes:
    return (folder / "takes" / take.take / take.mix).read_bytes()


def test_an_edit_is_analysed_into_files(talk: Talk, film: Path, folder: Path) -> None:
    files = Analysed.model_validate(talk.done("a", "analyse", **_source(film, folder)))
    report = json.loads((folder / files.report).read_text(encoding="utf-8"))
    assert report["edit"]["duration_frames"] == FRAMES
    edit = from_json((folder / files.edit).read_bytes(), Edit)
    assert Path(edit.source) == film
    assert len((folder / files.waveform).read_bytes()) == 4 * 6 * files.waveform_hz
    assert Analysed.model_validate_json((folder / "analysed.json").read_bytes()) == files
    assert [path.name for path in folder.glob(".*")] == []


def test_a_take_is_whole_on_disk(take: TakeMade, folder: Path) -> None:
    inside = folder / "takes" / take.take
    assert TakeMade.model_validate_json((inside / "take.json").read_bytes()) == take
    assert read_score(inside / take.score).cue == take.cue.uid
    assert wav_info(inside / take.mix).samples == take.facts["samples"]
    assert {(inside / stem).is_file() for stem in take.stems.values()} == {True}
    assert take.facts["stems"] == list(take.stems)
    assert take.facts["hits"][0]["kind"] == "entry"
    assert list(inside.glob(".*")) == []


def test_the_same_order_is_answered_from_disk(
    talk: Talk, film: Path, folder: Path, take: TakeMade
) -> None:
    again = _composed(talk, film, folder, "same", take.cue)
    assert again == take
    assert not [m for m in talk.heard if m["type"] == "progress" and m["id"] == "same"]


def test_a_dial_makes_another_take_that_is_heard_meanwhile(
    talk: Talk, film: Path, folder: Path, take: TakeMade
) -> None:
    louder = _composed(talk, film, folder, "e", take.cue, hand={"energy": 1.0}, before=take.take)
    assert louder.take != take.take
    assert _sounds(folder, louder) != _sounds(folder, take)
    sounds = [m["playable"] for m in talk.heard if m.get("id") == "e" and m.get("playable")]
    samples = [sound["samples"] for sound in sounds]
    assert samples == sorted(set(samples))
    assert len(samples) > 3
    assert Path(sounds[-1]["path"]).stat().st_size == 8 * samples[-1]
    assert sounds[0]["lane_start_frame"] == louder.facts["lane_start_frame"]
    assert samples[-1] == louder.facts["samples"]


def test_a_bent_mood_is_heard_and_only_where_it_was_bent(
    talk: Talk, film: Path, folder: Path, take: TakeMade
) -> None:
    def bent(id: str, seconds: float) -> TakeMade:
        stroke = {"axis": "arousal", "points": [[seconds, 1.0], [seconds + 3, 1.0]]}
        return _composed(talk, film, folder, id, take.cue, feeling={"strokes": [stroke]})

    here, elsewhere = bent("here", 2.0), bent("elsewhere", 200.0)
    assert elsewhere == take
    assert here.cue.mood.arousal > take.cue.mood.arousal
    assert _sounds(folder, here) != _sounds(folder, take)


def test_a_mood_is_ordered(talk: Talk, film: Path, folder: Path, take: TakeMade) -> None:
    moods = [{"start_frame": 0, "end_frame": FRAMES, "emotion": "anger"}]
    angry = _composed(talk, film, folder, "m", take.cue, feeling={"moods": moods})
    assert angry.cue.mood.emotion == "anger"
    order = {**_music(film, folder), "cue": json.loads(to_json(take.cue))}
    order["feeling"] = {"moods": [{**moods[0], "emotion": "hunger"}]}
    talk.start("h", "compose", **order)
    assert talk.answer("h")["message"] == "There is no mood “hunger”."


def test_locks_keep_from_an_earlier_take(
    talk: Talk, film: Path, folder: Path, take: TakeMade
) -> None:
    hand = {"locks": {"chords": True}}
    kept = _composed(talk, film, folder, "l", take.cue, hand=hand, previous=take.take, number=2)
    scores = [read_score(folder / "takes" / t.take / t.score) for t in (take, kept)]
    assert scores[0].chords == scores[1].chords
    assert scores[0].parts != scores[1].parts
    order = {**_music(film, folder), "cue": json.loads(to_json(take.cue)), "hand": hand}
    talk.start("g", "compose", **order, previous="0" * 32)
    assert "is not there any more" in talk.answer("g")["message"]


def test_a_hit_that_a_hand_placed_is_met(
    talk: Talk, film: Path, folder: Path, take: TakeMade
) -> None:
    order = json.loads(to_json(take.cue))
    hit = {"frame": 100, "kind": "hard", "weight": 1.0, "source": "hand", "ordered": True}
    order["hits"] = [order["hits"][0], hit]
    found = talk.done("hit", "compose", **_music(film, folder), cue=order)["take"]
    (met,) = [each for each in found["facts"]["hits"] if each["frame"] == 100]
    assert abs(met["heard_error_ms"]) < 1000 / 24
    order["out_frame"] = FRAMES + 1
    talk.start("out", "compose", **_music(film, folder), cue=order)
    assert talk.answer("out")["message"] == "Cue 1m01 does not lie inside the edit."


def test_accepting_writes_the_edit_with_its_lanes(
    talk: Talk, film: Path, folder: Path, take: TakeMade, tmp_path: Path
) -> None:
    target = tmp_path / "받은 음악 🎵"
    before = film.read_bytes()
    order = {**_music(film, folder), "target": str(target), "takes": [take.take]}
    files = talk.done("x", "accept", **order, existing="replace")["files"]
    stages = [m["stage"] for m in _messages(talk, "x") if m["type"] == "progress"]
    assert "separate" in stages  # what the edit has already was looked for, to be replaced
    assert {Path(file).name for file in files} >= {"scored.otio", "report.json", "cue-sheet.csv"}
    timeline = otio.adapters.read_from_file(str(target / "scored.otio"))
    assert [track.name for track in timeline.audio_tracks()][-1] == "Score A"
    score = read_score(target / "cues" / "1m01" / "1m01.score.json")
    assert score == read_score(folder / "takes" / take.take / take.score)
    assert film.read_bytes() == before
    talk.start("y", "accept", **{**order, "takes": ["0" * 32]})
    assert "not there any more" in talk.answer("y")["message"]


def _messages(talk: Talk, id: str) -> list[Message]:
    return [m for m in talk.heard if m.get("id") == id]


def test_progress_rises_to_the_end(talk: Talk, take: TakeMade) -> None:
    totals = [m["total"] for m in _messages(talk, "s") if m["type"] == "progress"]
    assert totals == sorted(totals)
    assert totals[-1] > 0.9
