"""The wheel holds the whole tree of packages, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
ROOTS = ("core", "ui", "plugin", "resources")
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES_IN = PYPROJECT["tool"]["setuptools"]["packages"]["find"]["where"]
JUNK = ("__pycache__", "*.egg-info")
TOOLS = ("node_modules", "package*.json", "tsconfig.json", ".npmrc", "*.ts", "build")
"""What the panel of Premiere is compiled by, and from."""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a wheel is made from, so that building leaves nothing in the project."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, source)
    for root in ROOTS:
        shutil.copytree(PROJECT / root, source / root, ignore=shutil.ignore_patterns(*JUNK, *TOOLS))
    return source


@pytest.fixture(scope="module")
def wheel(source: Path) -> Path:
    """The wheel, built with the tools that are installed: nothing is fetched."""
    out = source / "dist"
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    done = subprocess.run([*build, str(source)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.glob("*.whl")
    return built


def _files_of(tree: Path) -> set[str]:
    """Every file, by its path inside the innermost folder that packages lie in."""
    inward = sorted(PACKAGES_IN, key=len, reverse=True)
    files = [path for root in ROOTS for path in (tree / root).rglob("*") if path.is_file()]
    return {
        str(path.relative_to(next(tree / x for x in inward if path.is_relative_to(tree / x))))
        for path in files
        if ".egg-info" not in str(path)
    }


def test_the_wheel_holds_every_file_of_the_tree(wheel: Path, source: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == _files_of(source)
    assert {"scenescore/cli.py", "scenescore_ui/command.py"} <= names
    assert any(name.startswith("scenescore_resources/palettes/") for name in names)


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        texts = {
            name.rsplit("/", 1)[1]: archive.read(name).decode()
            for name in archive.namelist()
            if name.endswith(("/METADATA", "/entry_points.txt", "/LICENSE"))
        }
    assert "License-Expression: Apache-2.0" in texts["METADATA"]
    assert "Requires-Python: >=3.11" in texts["METADATA"]
    assert "scenescore = scenescore.__main__:main" in texts["entry_points.txt"]
    assert "panel = scenescore_ui.command:panel" in texts["entry_points.txt"]
    assert "Apache License" in texts["LICENSE"]
