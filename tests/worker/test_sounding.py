"""What plays, and what is thrown away: SoundFonts listed and heard, weights removed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.worker.conftest import SMALL_FONT

from scenescore.engines import engine_named, folder_of, is_present
from scenescore.errors import BadArgument, RenderFailed
from scenescore.job import Job
from scenescore.media import read_wav_blocks
from scenescore.timebase import SAMPLE_RATE
from scenescore.worker import sounding
from scenescore.worker.looking import engines, remove
from scenescore.worker.orders import AuditionOrder, EnginesOrder, FontsOrder, RemoveOrder
from scenescore.worker.protocol import Playable
from scenescore.worker.sounding import audition, fonts
from scenescore.worker.workshop import Workshop


def _untold(sound: Playable) -> None:
    raise AssertionError("nothing grows here")


def test_fonts_are_listed_with_licence_and_size_each_once(tmp_path: Path) -> None:
    own = tmp_path / "내 악기 🎻.sf2"
    shutil.copy2(SMALL_FONT, own)
    found = fonts(FontsOrder(also=(own, own)), Workshop(), Job(), _untold).fonts
    assert [font.path for font in found].count(own) == 1
    mine = found[-1]
    assert (mine.name, mine.licence) == ("TimGM6mb", "GPL-2.0")
    assert mine.mb == pytest.approx(own.stat().st_size / 1e6)
    assert all(font.licence for font in found)


def test_a_damaged_font_among_the_installed_costs_itself_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = tmp_path / "good.sf2", tmp_path / "깨진.sf2"
    shutil.copy2(SMALL_FONT, good)
    bad.write_bytes(b"nothing")
    monkeypatch.setattr(sounding, "installed_soundfonts", lambda: (bad, good))
    found = fonts(FontsOrder(), Workshop(), Job(), _untold).fonts
    assert [font.path for font in found] == [good]


@pytest.mark.parametrize("style", ["../../outside", "/etc/hostname", "nothing"])
def test_a_sample_is_of_a_palette_that_there_is(style: str) -> None:
    with pytest.raises(BadArgument, match="no style"):
        audition(AuditionOrder(soundfont=SMALL_FONT, style=style), Workshop(), Job(), _untold)


def test_a_file_that_is_no_font_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.sf2").write_bytes(b"nothing")
    with pytest.raises(RenderFailed):
        fonts(FontsOrder(also=(tmp_path / "a.sf2",)), Workshop(), Job(), _untold)


@pytest.mark.slow
def test_an_audition_sounds_and_is_kept() -> None:
    order = AuditionOrder(soundfont=SMALL_FONT, style="intimate_piano")
    told: list[str] = []
    made = audition(order, Workshop(), Job(lambda progress: told.append(progress.stage)), _untold)
    assert made.soundfont == "TimGM6mb"
    samples = list(read_wav_blocks(made.sound, 0, 4 * SAMPLE_RATE))
    assert max(abs(block).max() for block in samples) > 0.01
    assert "render" in told
    told.clear()
    assert audition(order, Workshop(), Job(), _untold) == made
    assert told == []


def test_an_audition_of_no_palette_is_refused() -> None:
    with pytest.raises(BadArgument, match="nosuch"):
        audition(AuditionOrder(soundfont=SMALL_FONT, style="nosuch"), Workshop(), Job(), _untold)


def test_weights_are_removed_and_what_is_the_users_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCENESCORE_MODELS", str(tmp_path / "모델"))
    engine = engine_named("clip-large")
    folder = folder_of(engine)
    folder.mkdir(parents=True)
    for file in engine.files[:-1]:
        (folder / file.name).write_bytes(bytes(1000))
    (folder / f"{engine.files[-1].name}.part").write_bytes(bytes(3_000_000))
    (folder / "메모.txt").write_text("mine", encoding="utf-8")

    def said() -> float:
        found = engines(EnginesOrder(), Workshop(), Job(), _untold).engines
        return next(each.fetched_mb for each in found if each.id == engine.id)

    assert said() == pytest.approx(3.002)
    freed = remove(RemoveOrder(engine=engine.id), Workshop(), Job(), _untold)
    assert freed.mb == pytest.approx(3.002)
    assert [item.name for item in folder.iterdir()] == ["메모.txt"]
    assert not is_present(engine)
    assert said() == 0.0
    (folder / "메모.txt").unlink()
    assert remove(RemoveOrder(engine=engine.id), Workshop(), Job(), _untold).mb == 0
    assert not folder.exists()
    with pytest.raises(BadArgument):
        remove(RemoveOrder(engine="nosuch"), Workshop(), Job(), _untold)
