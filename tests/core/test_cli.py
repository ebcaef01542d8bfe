"""The command line's own manners: help that names values, no traceback for what can be acted on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

WITHOUT_MIDO = """
import sys
sys.modules["mido"] = None
from scenescore.cli import main
main()
"""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The package mido is not installed."),
        ("ko", "mido 패키지가 설치되어 있지 않습니다."),
    ],
)
def test_a_package_that_is_missing_is_told(tmp_path: Path, language: str, said: str) -> None:
    arguments = ("compose", "--seconds", "5", "-o", str(tmp_path / "곡.mid"))
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_MIDO, *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": f"{language}.UTF-8", "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 2
    first, hint = done.stderr.splitlines()
    assert first == said
    assert "make demo" in hint
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("language", "default"), [("en", "[default: ebu]"), ("ko", "[기본값: ebu]")]
)
def test_help_names_values_and_defaults_at_any_width(language: str, default: str) -> None:
    for width in ("60", "80", "200"):
        done = subprocess.run(
            [sys.executable, "-m", "scenescore", "score", "--help"],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "LC_ALL": f"{language}.UTF-8", "PYTHONUTF8": "1", "COLUMNS": width},
            check=True,
        )
        text = " ".join(done.stdout.split())
        assert default in text
        assert ("default:" in text) == (language == "en")
        for value in ("--theme NAME=FILE", "--lock CUE:WHAT", "--mood NAME[:0..1]"):
            assert value in text


def test_without_a_terminal_there_is_no_bar(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scenescore", "score", "없는 편집.otio", "-o", str(tmp_path / "x")],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "en.UTF-8", "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "없는 편집.otio is not there or may not be read.",
        "Check the path and its permissions.",
    ]


def test_parts_above_the_core_are_loaded_for_their_own_commands_alone() -> None:
    program = (
        "import sys; sys.argv = ['scenescore', *sys.argv[1:]]\n"
        "from scenescore.cli import main\n"
        "try:\n    main()\n"
        "finally:\n    print('part' if 'scenescore_plugin' in sys.modules else 'core')"
    )

    def loaded(*words: str) -> str:
        command = [sys.executable, "-c", program, *words, "--help"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()[-1]

    assert [loaded("analyse"), loaded("hosts"), loaded()] == ["core", "part", "part"]


NOT_FOR_A_REPORT = {
    *("scenescore.compose", "scenescore.render", "scenescore.spotting", "scenescore.pipeline"),
    *("scenescore.palettes", "mido", "pretty_midi", "opentimelineio", "matplotlib", "soundfile"),
    *("http.client", "ssl", "torch", "onnxruntime", "scipy"),
}
"""What makes music, writes notes or fetches weights: loading it would take longer than looking at a
minute of film."""


def test_a_report_loads_nothing_that_makes_music(shared_data: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from scenescore.cli import main\n"
        "try:\n    main()\n"
        "finally:\n    print(*sys.modules)"
    )
    film, folder = str(shared_data / "film" / "friday.mp4"), tmp_path / "보고서 🎬"
    command = [sys.executable, "-c", program, "analyse", film, "-o", str(folder), "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (folder / "report.html").is_file()
    loaded = set(done.stdout.split())
    assert "scenescore.watch" in loaded
    assert loaded & NOT_FOR_A_REPORT == set()
