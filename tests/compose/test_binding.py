"""A theme comes back with the picture that it is bound to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from tests.compose.compose_cues import cue_of

from scenescore.compose import compose, with_themes
from scenescore.model import Clip, Cue, Edit, Media, ThemeOrder
from scenescore.timebase import Rate, Span

FPS = 24


def edit_of(*shots: tuple[str, str]) -> Edit:
    """An edit of (clip name, media) shots of ten seconds."""
    picture = tuple(
        Clip(name, Media(f"/m/{media}", media), Span(Fraction(10 * i), Fraction(10 * i + 10)), F0)
        for i, (name, media) in enumerate(shots)
    )
    frames = 10 * FPS * len(shots)
    return Edit("e", Rate.of(str(FPS)), 0, frames, False, "", "otio", "", picture=picture)


F0 = Fraction(0)


def cues_over(edit: Edit, *orders: ThemeOrder) -> list[Cue]:
    """A cue a shot, the orders where they lie."""
    found = []
    for i in range(len(edit.picture)):
        start, end = 240 * i, 240 * i + 240
        mine = tuple(order for order in orders if start <= order.frame < end)
        cue = cue_of(10, uid=f"cue {i}", themes=mine)
        found.append(replace(cue, in_frame=start, out_frame=end, hits=()))
    return found


def heard(cues: Sequence[Cue], name: str) -> list[int]:
    return [i for i, cue in enumerate(cues) if any(o.name == name for o in cue.themes)]


def test_a_given_theme_comes_wherever_clip_or_media_bear_its_name() -> None:
    edit = edit_of(("민아가 운다", "a.mov"), ("x", "b.mov"), ("y", "민아_2.mov"), ("z", "b.mov"))
    assert heard(with_themes(cues_over(edit), edit, ["민아"]), "민아") == [0, 2]


def test_an_ordered_theme_comes_back_only_after_its_marker() -> None:
    edit = edit_of(*[(f"shot {i}", ("sintel_trailer.mp4", "bunny.webm")[i % 2]) for i in range(6)])
    order = ThemeOrder("sintel", 2 * 240 + 30)
    cues = with_themes(cues_over(edit, order), edit, [])
    assert heard(cues, "sintel") == [2, 4]
    assert cues[2].themes == (order,)
    assert cues[4].themes == (ThemeOrder("sintel", 4 * 240),)


def test_a_theme_named_after_nothing_is_bound_to_the_clip_under_its_marker() -> None:
    edit = edit_of(("CU A", "1.mov"), ("CU B", "2.mov"), ("CU A", "3.mov"), ("CU B", "4.mov"))
    assert heard(with_themes(cues_over(edit, ThemeOrder("그리움", 5)), edit, []), "그리움") == [
        0,
        2,
    ]


def test_a_film_of_one_clip_binds_nothing() -> None:
    edit = edit_of(("film.mp4", "film.mp4"), ("film.mp4", "film.mp4"))
    assert heard(with_themes(cues_over(edit, ThemeOrder("Mina", 5)), edit, []), "Mina") == [0]


def test_one_theme_is_not_ordered_twice_for_being_written_otherwise() -> None:
    edit = edit_of(("Mina", "1.mov"), ("x", "2.mov"), ("MINA 2", "3.mov"))
    cues = with_themes(cues_over(edit, ThemeOrder("mina", 5)), edit, ["Mina"])
    assert [len(cue.themes) for cue in cues] == [1, 0, 1]


def test_cues_bound_to_one_theme_share_its_notes() -> None:
    edit = edit_of(("sintel 1", "1.mov"), ("sintel 2", "2.mov"), ("sintel 3", "3.mov"))
    cues = with_themes(cues_over(edit, ThemeOrder("Sintel", 0)), edit, [])
    motifs = {
        (use.degrees, use.rhythm)
        for cue in cues
        for use in compose(cue).themes
        if use.name == "Sintel"
    }
    assert len(motifs) == 1
