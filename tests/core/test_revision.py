"""What is kept of an earlier run: cues are found again, orders understood, slips named."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from tests.compose.compose_cues import cue_of

from scenescore.cli_values import parse_dials, parse_locks, parse_takes
from scenescore.compose import Hand, Locks, compose, takes
from scenescore.deliver import write_score
from scenescore.errors import BadArgument, ScoreUnreadable
from scenescore.job import Job
from scenescore.model import Cue, Score
from scenescore.music import compose_again, compose_takes
from scenescore.revision import Handed, hand_out, read_earlier
from scenescore.settings import Settings
from scenescore.stages import Stages


def _cue(number: int, seconds: float = 12, seed: int = 0, uid: str = "") -> Cue:
    cue = cue_of(seconds, [5.2], style="chamber_strings", seed=seed, uid=uid or f"uid{number}")
    return replace(cue, id=f"1m{number:02}")


CUES = (_cue(1), _cue(2, 14))
TAKES = {cue.id: takes(cue, 3) for cue in CUES}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An earlier run with three takes, as it lies on disk."""
    folder = tmp_path_factory.mktemp("이전 실행 🎬")
    for cue in CUES:
        for number, score in enumerate(TAKES[cue.id], start=1):
            inside = folder if number == 1 else folder / "takes" / str(number)
            path = inside / "cues" / cue.id / f"{cue.id}.score.json"
            path.parent.mkdir(parents=True)
            write_score(path, score)
    return folder


def _settings(folder: Path | None, **orders: list[str]) -> Settings:
    return Settings(
        from_scores=folder,
        locks=parse_locks(orders.get("lock", [])),
        dials=parse_dials(orders.get("more", []), orders.get("less", [])),
        chosen=parse_takes(orders.get("take", [])),
    )


def _handed(
    folder: Path | None, cues: tuple[Cue, ...] = CUES, **orders: list[str]
) -> tuple[Handed, ...]:
    settings = _settings(folder, **orders)
    return hand_out(cues, read_earlier(settings), settings)[0]


def _again(cue: Cue) -> Cue:
    return replace(cue, seed=9)


NOW = tuple(map(_again, CUES))


def _composed(handed: tuple[Handed, ...], count: int = 1) -> list[tuple[Score, ...]]:
    return compose_takes(handed, {}, count, Stages(Job()))[0]


def test_a_locked_cue_stays_and_the_others_are_new(folder: Path) -> None:
    (first, second), *_ = _composed(_handed(folder, NOW, lock=["1m01:all"]))
    assert first == TAKES["1m01"][0]
    assert second == compose(NOW[1])


def test_orders_are_understood_however_they_are_spelled(folder: Path) -> None:
    part = TAKES["1m01"][0].parts[0].name
    orders = [f"1m01:{part.upper()}", "uid1:Chords", "1m01:bars 2-3", "1m01:bar=4", "1m01:Theme"]
    hand = _handed(folder, lock=orders)[0].hand
    assert hand.locks == Locks(True, True, ((2, 3), (4, 4)), (part,))
    turned = _handed(folder, lock=["all:chords"], more=["1m02:tension=0.25"], less=["all:density"])
    assert turned[0].hand == Hand(density=-0.5, locks=Locks(chords=True))
    assert turned[1].hand == Hand(density=-0.5, tension=0.25, locks=Locks(chords=True))


def test_what_is_said_of_one_cue_stands_above_what_is_said_of_all(folder: Path) -> None:
    handed = _handed(folder, lock=["all:all"], more=["1m02:energy"])
    assert handed[0].hand == Hand(locks=Locks(cue=True))
    assert handed[1].hand == Hand(energy=0.5)
    handed = _handed(folder, lock=["all:all", "1m02:chords"])
    assert handed[1].hand.locks == Locks(chords=True)
    handed = _handed(folder, lock=["all:all"], more=["all:energy", "1m01:energy=1"])
    assert [each.hand.energy for each in handed] == [1, 0.5]


def test_a_take_is_kept_from_the_earlier_run_or_composed_as_it_was(folder: Path) -> None:
    (kept, _), *_ = _composed(_handed(folder, NOW, take=["1m01=3"]))
    assert kept == TAKES["1m01"][2]
    (chosen, other), *_ = _composed(_handed(None, take=["1m01=3"]))
    assert (chosen, other) == (TAKES["1m01"][2], TAKES["1m02"][0])


def test_a_chosen_take_changes_places_with_the_first() -> None:
    found = [scores[0] for scores in _composed(_handed(None, take=["1m01=2"]), 3)]
    one, two, three = TAKES["1m01"]
    assert found == [two, one, three]


def test_what_the_earlier_run_never_had_cannot_be_kept(folder: Path) -> None:
    cues = (*NOW, _cue(3))
    for orders in ({"take": ["1m03=2"]}, {"lock": ["1m03:all"]}):
        with pytest.raises(BadArgument, match="no score of 1m03"):
            _handed(folder, cues, **orders)
    assert _handed(folder, cues, take=["all=2"])[2].previous is None


def test_bars_of_a_take_may_be_kept(folder: Path) -> None:
    handed = _handed(folder, NOW, take=["1m01=2"], lock=["1m01:bars 1-2"])[0]
    assert handed.previous == TAKES["1m01"][1]
    assert handed.hand.locks == Locks(bars=((1, 2),))


def test_a_cue_is_found_again_under_another_number_and_place(folder: Path) -> None:
    later = replace(
        NOW[0],
        id="1m02",
        in_frame=NOW[0].in_frame + 100,
        out_frame=NOW[0].out_frame + 100,
        hits=tuple(replace(hit, frame=hit.frame + 100) for hit in NOW[0].hits),
    )
    new = _cue(1, uid="new")
    fresh, kept = _composed(_handed(folder, (new, later), lock=["1m01:all"]))[0]
    before = TAKES["1m01"][0]
    assert (kept.parts, kept.chords, kept.tempo) == (before.parts, before.chords, before.tempo)
    assert [met.hit.frame - 100 for met in kept.hits] == [met.hit.frame for met in before.hits]
    assert fresh == compose(new)


def test_another_length_is_told_and_composed_anew_on_its_theme(folder: Path) -> None:
    settings = _settings(folder, lock=["1m01:all", "1m02:bars 1-2"])
    cues = (_cue(1, 19, seed=9, uid="cut1"), _cue(2, 8, seed=9, uid="cut2"))
    handed, remarks = hand_out(cues, read_earlier(settings), settings)
    assert [remark.code for remark in remarks] == ["locked-cue-changed"] * 2
    scores, told = compose_takes(handed, {}, 1, Stages(Job()))
    assert [(remark.code, remark.skipped) for remark in told] == [("lock-unfit", True)] * 2
    assert "1m01 lasts 19.0 s now" in told[0].message
    assert {use.degrees for use in scores[0][0].themes} <= {
        use.degrees for use in TAKES["1m01"][0].themes
    }


def test_a_cue_that_is_gone_is_told(folder: Path) -> None:
    settings = _settings(folder, lock=["1m02:all"])
    handed, remarks = hand_out(NOW[:1], read_earlier(settings), settings)
    assert handed[0].hand == Hand()
    assert [(remark.code, remark.where) for remark in remarks] == [("cue-gone", "1m02")]


def test_a_hand_edited_score_is_what_is_kept(folder: Path, tmp_path: Path) -> None:
    before = TAKES["1m01"][0]
    note = replace(before.parts[0].notes[0], pitch=61, beats=Fraction(1, 3))
    part = replace(before.parts[0], notes=(note, *before.parts[0].notes[1:]))
    edited = replace(before, parts=(part, *before.parts[1:]))
    path = tmp_path / "cues" / "1m01" / "1m01.score.json"
    path.parent.mkdir(parents=True)
    write_score(path, edited)
    (kept, _), *_ = _composed(_handed(tmp_path, NOW, lock=["1m01:all"]))
    assert kept == edited
    (again, _), *_ = _composed(_handed(tmp_path, NOW, lock=[f"1m01:{part.name}"]))
    assert part in again.parts
    assert again.parts != edited.parts
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ScoreUnreadable, match="breaks off"):
        _handed(tmp_path, NOW, lock=["1m01:all"])


@pytest.mark.parametrize(
    ("orders", "said"),
    [
        ({"lock": ["1m09:all"]}, ("no cue “1m09”", "1m02, 1m01")),
        ({"lock": ["1m01:Voilin 1"]}, ("no part “Voilin 1” to lock in 1m01", "Perhaps")),
        ({"lock": ["all:Kazoo"]}, ("No cue has a part “Kazoo”", "Perhaps")),
        ({"take": ["1m01=7"]}, ("no take 7 of 1m01", "1 to 3")),
        ({"take": ["1m01=1", "uid1=2"]}, ("Takes 1, 2 are chosen", "Choose one")),
        ({"lock": ["all:all"], "more": ["all:energy"], "less": ["all:energy"]}, ("twice", "one")),
    ],
)
def test_slips_are_named_with_what_is_near(
    folder: Path, orders: dict[str, list[str]], said: tuple[str, str]
) -> None:
    with pytest.raises(BadArgument) as caught:
        _handed(folder, **orders)
    assert said[0] in caught.value.message
    assert said[1] in caught.value.hint


def test_locks_that_contradict_a_dial_or_the_cue_are_refused(folder: Path) -> None:
    for orders, said in (
        ({"lock": ["1m01:all"], "more": ["1m01:energy"]}, "cannot change it"),
        ({"lock": ["1m01:bars 3-99"]}, "Bars 3 to 99"),
    ):
        handed = _handed(folder, **orders)[0]  # type: ignore[arg-type]
        with pytest.raises(BadArgument, match=said):
            compose_again(handed, {})


def test_an_earlier_run_and_what_to_keep_of_it_go_together(tmp_path: Path, folder: Path) -> None:
    for settings, said in (
        (_settings(None, lock=["1m01:all"]), "none is given"),
        (_settings(folder), "keeps nothing by itself"),
        (_settings(tmp_path, lock=["1m01:all"]), "no scores of an earlier run"),
    ):
        with pytest.raises(BadArgument, match=said):
            read_earlier(settings)


@pytest.mark.parametrize("text", ["1m01", ":all", "1m01:", ""])
def test_a_lock_without_its_cue_is_refused(text: str) -> None:
    with pytest.raises(BadArgument, match="which cue is locked"):
        parse_locks([text])


@pytest.mark.parametrize(
    ("text", "near"),
    [("1m01:enrgy", "CUE:energy;"), ("1m01", "CUE:energy;"), ("1m01:tensoin=1", "CUE:tension;")],
)
def test_a_dial_that_there_is_not_is_refused(text: str, near: str) -> None:
    with pytest.raises(BadArgument) as caught:
        parse_dials([text], [])
    assert near in caught.value.hint


@pytest.mark.parametrize("amount", ["2", "-1", "much", "nan"])
def test_an_amount_out_of_range_is_refused(amount: str) -> None:
    with pytest.raises(BadArgument, match="from 0 to 1"):
        parse_dials([], [f"all:energy={amount}"])


@pytest.mark.parametrize("text", ["1m01", "1m01=0", "1m01=two", "=2"])
def test_a_take_without_its_number_is_refused(text: str) -> None:
    with pytest.raises(BadArgument, match="names no take"):
        parse_takes([text])
