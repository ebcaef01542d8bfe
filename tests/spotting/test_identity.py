"""A cue's uid hangs on what lies under it, not on where it lies."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from tests.spotting.films import Film

from scenescore.model import Clip, Edit, Media
from scenescore.spotting.identity import source_uid, uids
from scenescore.timebase import Span

FILM = Film([[100, 100], [100]], names=["a.mov", "b 장면.mov", "a.mov"])


def test_the_same_sources_have_the_same_uid_wherever_they_lie() -> None:
    later = replace(FILM, scenes=[[77], *FILM.scenes], names=["new.mov", *FILM.names])
    assert source_uid(FILM.edit(), 20, 180) == source_uid(later.edit(), 97, 257)


def test_other_sources_or_ranges_have_other_uids() -> None:
    edit = FILM.edit()
    ranges = [(0, 100), (0, 99), (1, 100), (100, 200), (0, 200)]
    assert len(set(uids(edit, ranges))) == len(ranges)


def test_folders_do_not_matter_nor_their_slashes() -> None:
    def moved(path: str) -> Edit:
        clip = FILM.edit().picture[0]
        assert clip.media
        return replace(FILM.edit(), picture=(replace(clip, media=replace(clip.media, path=path)),))

    one, other = moved("/mnt/film/a.mov"), moved("C:\\film\\a.mov")
    assert source_uid(one, 0, 100) == source_uid(other, 0, 100)


def test_a_source_used_twice_gets_an_ordinal() -> None:
    first, second = uids(FILM.edit(), [(0, 100), (200, 300)])
    assert second == f"{first}-2"


def test_without_picture_the_sound_names_the_cue() -> None:
    def podcast(start: int) -> Edit:
        voice = Clip(
            "talk", Media("/talk.wav", ""), Span(Fraction(0), Fraction(60)), Fraction(start)
        )
        return replace(FILM.edit(), picture=(), sound=(voice,))

    assert source_uid(podcast(0), 0, 100) != source_uid(podcast(5), 0, 100)
    assert source_uid(podcast(0), 0, 100) == source_uid(podcast(0), 0, 100)
