"""`scenescore styles --listen`: a sound file of a style, the same every time."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from scenescore import audition, cli, palettes
from scenescore.audition import best_mood, write_auditions
from scenescore.errors import BadArgument
from scenescore.job import Job
from scenescore.media import read_wav_blocks, wav_info
from scenescore.palettes import load_palettes
from scenescore.settings import EMOTIONS


def test_the_best_mood_is_the_one_a_palette_suits_most() -> None:
    for palette in load_palettes().values():
        mood = best_mood(palette)
        assert all(palette.suits[mood] >= palette.suits[other] for other in EMOTIONS)


def test_a_file_is_no_folder_to_listen_in(tmp_path: Path) -> None:
    file = tmp_path / "듣기.wav"
    file.write_bytes(b"mine")
    with pytest.raises(BadArgument, match="--listen writes into a folder") as refusal:
        next(write_auditions(file, [], None, Job()))
    assert "--listen" in refusal.value.hint
    assert file.read_bytes() == b"mine"


@pytest.mark.slow
def test_listening_writes_a_sound_file_a_style_and_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "스타일 듣기"
    two = {name: load_palettes()[name] for name in ("intimate_piano", "thriller_pulse")}
    monkeypatch.setattr(palettes, "load_palettes", lambda: two)
    monkeypatch.setattr(audition, "_SECONDS", 6.0)
    monkeypatch.setattr(audition, "_HIT", "3.5")
    told = CliRunner().invoke(cli.app, ["styles", "--listen", str(folder)])
    assert told.exit_code == 0, told.output
    for name in two:
        path = folder / f"{name}.wav"
        assert str(path) in told.output
        assert 6 < wav_info(path).samples / 48000 < 14
        assert max(abs(block).max() for block in read_wav_blocks(path)) > 0.05


@pytest.mark.slow
def test_an_audition_is_the_same_every_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audition, "_SECONDS", 4.0)
    monkeypatch.setattr(audition, "_HIT", "2.5")
    palette = [load_palettes()["documentary_minimal"]]
    first, second = (
        next(write_auditions(tmp_path / name, palette, None, Job())).read_bytes()
        for name in ("one", "two")
    )
    assert first == second
