"""A theme comes back with the picture that it is bound to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from tests.compose.compose_cues import cue_of

from scenescore.compose import compose, load_themes, with_themes
from scenescore.edit import read_edit
from scenescore.model import Clip, Cue, Edit, Media, ThemeOrder
from scenescore.music import write_shared_themes
from scenescore.timebase import Rate, Span, to_frames

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


def test_on_a_real_reel_the_ordered_theme_follows_its_film(shared_data: Path) -> None:
    edit = read_edit(shared_data / "edits" / "real" / "reel10.otio")
    (marker,) = (m for m in edit.markers if "sintel" in m.text)
    asked = to_frames(marker.span.start, edit.rate)
    shots = [
        replace(
            cue_of(10, uid=str(number), rate="23.976"),
            in_frame=to_frames(clip.record.start, edit.rate),
            out_frame=to_frames(clip.record.end, edit.rate),
            hits=(),
        )
        for number, clip in enumerate(edit.picture)
    ]
    under = next(i for i, shot in enumerate(shots) if shot.in_frame <= asked < shot.out_frame)
    shots[under] = replace(shots[under], themes=(ThemeOrder("sintel", asked),))
    found = heard(with_themes(shots, edit, []), "sintel")
    of_film = [i for i, c in enumerate(edit.picture) if c.media and "sintel" in c.media.path]
    assert found == sorted({under, *(i for i in of_film if i > under)})
    assert len(found) > 10


def test_a_series_keeps_its_themes(tmp_path: Path) -> None:
    """A second episode, of another seed, sounds what the first wrote down; nothing is lost."""
    path = tmp_path / "themes.json"
    first = compose(cue_of(20, themes=(ThemeOrder("민아", 240),), seed=1))
    write_shared_themes(path, {}, [first])
    kept = load_themes([("", path)])
    second = compose(cue_of(20, themes=(ThemeOrder("민아", 240),), seed=2), kept)
    motifs = [
        {(use.degrees, use.rhythm) for use in score.themes if use.name == "민아"}
        for score in (first, second)
    ]
    assert len(motifs[0]) == 1
    assert motifs[0] == motifs[1]
    write_shared_themes(path, kept, [compose(cue_of(20, seed=2))])
    assert kept.items() <= load_themes([("", path)]).items()
