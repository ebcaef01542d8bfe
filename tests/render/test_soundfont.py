"""Which SoundFont plays and what is said of it."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from scenescore.cache import file_sha256
from scenescore.errors import RenderFailed, ToolMissing
from scenescore.render import find_soundfont, soundfont


def write_font(path: Path, title: str, copyright_: str = "") -> Path:
    """A file with a SoundFont's head and nothing to play."""
    info = b"INFO" + chunk(b"INAM", title) + (chunk(b"ICOP", copyright_) if copyright_ else b"")
    body = b"sfbk" + b"LIST" + struct.pack("<I", len(info)) + info
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    return path


def chunk(tag: bytes, text: str) -> bytes:
    data = text.encode() + b"\0"
    data += b"\0" * (len(data) % 2)
    return tag + struct.pack("<I", len(data)) + data


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which fonts are looked for, with a name from another country."""
    place = tmp_path / "소리 글꼴 🎻"
    place.mkdir()
    monkeypatch.setattr(soundfont, "_folders", lambda: [place])
    return place


def test_the_best_known_font_wins_without_remark(folder: Path) -> None:
    write_font(folder / "TimGM6mb.sf2", "TimGM6mb1.sf2")
    best = write_font(folder / "MuseScore_General_Lite.sf3", "MuseScore_General_Lite")
    found, remarks = find_soundfont(None)
    assert (found.name, found.path) == ("MuseScore_General_Lite", str(best))
    assert found.licence.startswith("MIT")
    assert found.sha256 == file_sha256(best)
    assert remarks == ()


def test_second_best_is_said_with_its_licence(folder: Path) -> None:
    write_font(folder / "TimGM6mb.sf2", "TimGM6mb1.sf2")
    found, (remark,) = find_soundfont(None)
    assert found.licence == "GPL-2.0"
    assert "GPL-2.0" in remark.message
    assert remark.hint


def test_a_renamed_font_is_known_by_its_title(folder: Path) -> None:
    write_font(folder / "default-GM.sf2", "Fluid R3 GM")
    assert find_soundfont(None)[0].name == "FluidR3_GM"


def test_links_to_one_file_count_once(folder: Path) -> None:
    font = write_font(folder / "TimGM6mb.sf2", "TimGM6mb1.sf2")
    (folder / "default-GM.sf2").symlink_to(font)
    assert soundfont._installed() == [font]


def test_none_installed_says_how_to_install(folder: Path) -> None:
    with pytest.raises(ToolMissing) as caught:
        find_soundfont(None)
    assert "musescore-general-soundfont-small" in caught.value.hint


def test_a_file_of_the_users(tmp_path: Path) -> None:
    mine = write_font(tmp_path / "내 악기.sf2", "My strings", "(c) me")
    found, _ = find_soundfont(mine)
    assert (found.name, found.licence) == ("내 악기", "(c) me")


def test_a_named_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ToolMissing, match=r"gone\.sf2"):
        find_soundfont(tmp_path / "gone.sf2")


@pytest.mark.parametrize("content", [b"", b"RIFF", b"hello" * 100])
def test_what_is_no_soundfont_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "text.sf2"
    path.write_bytes(content)
    with pytest.raises(RenderFailed, match=r"text\.sf2"):
        find_soundfont(path)
