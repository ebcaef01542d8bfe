"""The documents say what is so: commands run, options exist, links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from scenescore.cli import app

PROJECT = Path(__file__).resolve().parents[2]
READMES = ["README.md", "README.ko.md"]
GUIDES = ["docs/score-an-edit.md", "docs/ko/score-an-edit.md"]
PAGES = [
    *READMES,
    "CONTRIBUTING.md",
    *sorted(str(page.relative_to(PROJECT)) for page in (PROJECT / "docs").rglob("*.md")),
]

_BLOCK = re.compile(r"```bash\n(.*?)```", re.S)
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
_OPTION = re.compile(r"`(--[a-z-]+)")
_INTERNAL = {"--help"}
_STAYING = {"panel", "bridge", "watch"}


def _commands() -> list[str]:
    found = [
        line
        for page in PAGES
        for block in _BLOCK.findall((PROJECT / page).read_text(encoding="utf-8"))
        for line in block.splitlines()
    ]
    return list(dict.fromkeys(found))


def _is_slow(command: str) -> bool:
    return any(word in command for word in (" score ", " analyse "))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the commands touch, so that they write nothing into the project."""
    folder = tmp_path_factory.mktemp("a copy")
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(PROJECT / name, folder)
    for name in ("examples", "installer"):
        shutil.copytree(PROJECT / name, folder / name)
    scripts = folder / ".venv" / "bin"
    scripts.mkdir(parents=True)
    (scripts / "scenescore").write_text(f'#!/bin/sh\nexec {sys.executable} -m scenescore "$@"\n')
    (scripts / "scenescore").chmod(0o755)
    return folder


def _run(command: str, folder: Path) -> None:
    words = shlex.split(command)
    if words[0] == "make":  # these run the tests, and so this one; make says whether it could
        words.insert(1, "--dry-run")
    if words[1:2] and words[1] in _STAYING:  # until its user ends it: that it is there must do
        words = [*words[:2], "--help"]
    path = f"{folder / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    program = folder / words[0] if "/" in words[0] else shutil.which(words[0], path=path)
    ended = subprocess.run(
        [str(program), *words[1:]],
        cwd=folder,
        # One cache for all, as a reader who follows the documents has.
        env={**os.environ, "PATH": path, "SCENESCORE_CACHE": str(folder / "cache")},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, f"{command}\n{ended.stdout}\n{ended.stderr}"


@pytest.mark.parametrize("command", [c for c in _commands() if not _is_slow(c)])
def test_a_command_of_the_documents_runs(command: str, copy: Path) -> None:
    _run(command, copy)


@pytest.mark.slow
@pytest.mark.parametrize("command", [c for c in _commands() if _is_slow(c)])
def test_a_command_of_the_documents_scores(command: str, copy: Path) -> None:
    _run(command, copy)
    words = shlex.split(command)
    assert (copy / words[words.index("-o") + 1] / "report.html").stat().st_size


def test_the_documents_have_commands() -> None:
    commands = _commands()
    assert "make demo" in commands
    assert "make test" in commands
    assert sum(map(_is_slow, commands)) >= 3


def _score_options() -> set[str]:
    command = typer.main.get_command(app)
    score = command.commands["score"]  # type: ignore[attr-defined]
    names = {name for option in score.params for name in option.opts if name.startswith("--")}
    return names - _INTERNAL


@pytest.mark.parametrize("page", READMES)
def test_every_option_of_the_readme_exists(page: str) -> None:
    text = (PROJECT / page).read_text(encoding="utf-8")
    assert set(_OPTION.findall(text)) <= _score_options()


@pytest.mark.parametrize("page", GUIDES)
def test_the_guide_knows_every_option(page: str) -> None:
    table = "\n".join(
        line
        for line in (PROJECT / page).read_text(encoding="utf-8").splitlines()
        if line.startswith("| `-")
    )
    assert set(_OPTION.findall(table)) == _score_options()


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page: str) -> None:
    path = PROJECT / page
    links = _LINK.findall(path.read_text(encoding="utf-8"))
    missing = [link for link in links if not (path.parent / link).exists()]
    assert missing == []


def test_every_page_for_editors_is_there_in_korean() -> None:
    english = {page.name for page in (PROJECT / "docs").glob("*.md")}
    korean = {page.name for page in (PROJECT / "docs" / "ko").glob("*.md")}
    for name in korean:
        assert name in english
        assert f"ko/{name}" in (PROJECT / "docs" / name).read_text(encoding="utf-8")
