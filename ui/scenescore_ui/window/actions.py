"""Every action of the editor: the table that menus, keys and buttons are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from scenescore_ui.window import choices
from scenescore_ui.window.choices import Choice, Shown
from scenescore_ui.window.spots import Spot


@dataclass(frozen=True, slots=True)
class Action:
    """An action; its words are `do_ID`, what it needs are names of `NEEDS`.

    `kinds` are the spots in whose menu it stands. Either `do` does it, or `offers` are chosen from.
    """

    id: str
    kinds: str
    needs: str
    do: Callable[[Shown, Spot], object] | None = None
    offers: Callable[[Shown, Spot], Sequence[Choice]] | None = None
    keys: str = ""
    icon: str = ""

    def fits(self, spot: Spot) -> bool:
        """Whether it stands in the menu of a spot."""
        return spot.kind in self.kinds.split()

    @property
    def wants(self) -> tuple[str, ...]:
        """What it needs, in the order in which it is told."""
        return tuple(self.needs.split())


# --- what the shorter ones do ---------------------------------------------------------------------


def _new_take(shown: Shown, spot: Spot) -> None:
    shown.session.edits.new_take(spot.cue)


def _keep_take(shown: Shown, spot: Spot) -> None:
    shown.session.edits.keep_take(spot.cue)


def _add_hit(shown: Shown, spot: Spot) -> None:
    shown.session.edits.add_hit(spot.cue, spot.frame)


def _delete_hit(shown: Shown, spot: Spot) -> None:
    if spot.hit is not None:
        shown.session.edits.delete_hit(spot.cue, spot.hit)


def _delete_cue(shown: Shown, spot: Spot) -> None:
    shown.session.edits.delete_cue(spot.cue)


def _no_music(shown: Shown, spot: Spot) -> None:
    if spot.frames:
        shown.session.edits.no_music(*spot.frames)


def _music_again(shown: Shown, spot: Spot) -> None:
    if spot.frames:
        shown.session.edits.music_again(*spot.frames)


def _join(shown: Shown, spot: Spot) -> None:
    if spot.frames:
        shown.session.edits.join_scenes(spot.frames[1])


def _split(shown: Shown, spot: Spot) -> None:
    shown.session.edits.split_scene(spot.frame)


def _unbend(shown: Shown, spot: Spot) -> None:
    if spot.frames and (report := shown.session.report):
        pace = float(report.edit.fps.fps)
        shown.session.edits.unbend(spot.frames[0] / pace, spot.frames[1] / pace)


# --- the table ------------------------------------------------------------------------------------

_PLACES, _CUES = "scene range curve", "cue hit edge"
_ALL = f"{_PLACES} {_CUES}"

ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        action.id: action
        for action in (
            Action(
                "score_here",
                _PLACES,
                "edit analysis place sounding",
                choices.score_here,
                keys="Ctrl+Return",
                icon="score",
            ),
            Action("score_with", _ALL, "edit analysis place sounding", offers=choices.palettes),
            Action(
                "score_all",
                "",
                "edit analysis",
                lambda shown, spot: shown.session.score(),
                keys="Ctrl+Shift+Return",
            ),
            Action("mood", _ALL, "edit analysis place", offers=choices.moods),
            Action("unbend", _PLACES, "edit analysis place bent", _unbend),
            Action("new_take", _ALL, "edit cue", _new_take, keys="Ctrl+T", icon="take"),
            Action("keep_take", _ALL, "edit cue take", _keep_take, keys="Ctrl+K", icon="keep"),
            Action("takes", _CUES, "edit cue kept", offers=choices.takes),
            Action("drop_take", _CUES, "edit cue kept", offers=choices.kept_takes),
            Action("lock", _CUES + " range", "edit cue take", offers=choices.locks),
            Action("more", _ALL, "edit cue", offers=choices.more),
            Action("less", _ALL, "edit cue", offers=choices.less),
            Action("add_hit", "cue", "edit cue", _add_hit, keys="M"),
            Action("weight", "hit", "edit cue hit", offers=choices.weights),
            Action("delete_hit", "hit", "edit cue hit", _delete_hit),
            Action("delete_cue", "cue edge", "edit cue", _delete_cue, keys="Del"),
            Action(
                "no_music",
                _PLACES + " cue",
                "edit analysis place sounding",
                _no_music,
                keys="Ctrl+Backspace",
                icon="silence",
            ),
            Action("music_again", _PLACES, "edit analysis place silence", _music_again),
            Action("join", "scene", "edit analysis scene next", _join, keys="Ctrl+J"),
            Action("split", "scene", "edit analysis scene inside", _split, keys="Ctrl+B"),
            Action(
                "show_score",
                _ALL,
                "edit cue take",
                lambda shown, spot: shown.show_score(spot.cue),
                keys="Ctrl+Shift+P",
                icon="roll",
            ),
            Action(
                "reveal",
                _CUES,
                "edit",
                lambda shown, spot: shown.reveal(spot.cue),
                keys="Ctrl+Shift+R",
                icon="open",
            ),
            Action(
                "export_midi",
                _CUES,
                "edit cue take",
                lambda shown, spot: shown.export("midi", spot.cue),
            ),
            Action(
                "export_stems",
                _CUES,
                "edit cue take",
                lambda shown, spot: shown.export("stems", spot.cue),
            ),
            Action(
                "export_film",
                _CUES,
                "edit music all_made",
                lambda shown, spot: shown.export("film", ""),
            ),
            Action(
                "accept",
                _ALL,
                "edit music all_made",
                lambda shown, spot: shown.accept(),
                keys="Ctrl+Shift+A",
                icon="accept",
            ),
        )
    }
)
"""Every action by its id."""

EXPORT = ("export_midi", "export_stems", "export_film")

CONTEXT: tuple[str, ...] = (
    *("score_here", "score_with", "mood", "unbend", "-"),
    *("new_take", "keep_take", "takes", "drop_take", "lock", "more", "less", "-"),
    *("add_hit", "weight", "delete_hit", "-"),
    *("no_music", "music_again", "join", "split", "delete_cue", "-"),
    *("show_score", "reveal", "export", "-", "accept"),
)
"""A context menu from top to bottom; what does not fit the spot is left out."""

BAR: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "menu_scene": (
            *("score_here", "score_with", "score_all", "-", "mood", "unbend", "-"),
            *("no_music", "music_again", "-", "join", "split"),
        ),
        "menu_music": (
            *("new_take", "keep_take", "takes", "drop_take", "-", "lock", "more", "less", "-"),
            *("add_hit", "weight", "delete_hit", "delete_cue", "-", "show_score"),
        ),
    }
)
"""Menus of the menu bar that are only actions; the window's own menus stand around them."""
