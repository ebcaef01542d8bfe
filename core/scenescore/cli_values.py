"""Values of options that have an inside: `sad:0.5`, `Mina=mina.mid`, `1m02:bars 3-6`, `1m02=3`."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from scenescore.errors import BadArgument
from scenescore.settings import EMOTIONS, DialOrder, LockOrder, MoodOrder, TakeOrder

_DIALS = ("energy", "density", "brightness", "tension")
_USUAL = 0.5
"""How far a dial is turned where nobody says how far."""


def parse_mood(text: str | None) -> MoodOrder | None:
    """`sad`, `슬픔` or `sad:0.5` as an order; all words of a MOOD marker are known.

    Raises `BadArgument` naming the moods there are.
    """
    if text is None:
        return None
    from scenescore.orders import emotion_of, nearest_emotion

    name, _, strength = (part.strip() for part in text.replace("：", ":").partition(":"))
    emotion = emotion_of(name)
    if emotion is None:
        near = nearest_emotion(name)
        meant = f"Did you mean “{near}”? " if near else ""
        listed = ", ".join(EMOTIONS)
        raise BadArgument(f"There is no mood “{name}”.", f"{meant}Moods are: {listed}.")
    try:
        value = float(strength or 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise BadArgument(
            f"The strength “{strength}” is not a number from 0 to 1.", f"Write {name}:0.5, say."
        )
    return MoodOrder(emotion, value)


def parse_themes(texts: Iterable[str]) -> tuple[tuple[str, Path], ...]:
    """`NAME=FILE` as pairs, a themes file alone as ("", file). Raises `BadArgument` else."""
    pairs = []
    for text in texts:
        name, _, file = text.partition("=") if "=" in text else ("", "", text)
        if not file or not (name.strip() or file.lower().endswith(".json")):
            raise BadArgument(
                f"“{text}” names no theme.", "Write --theme NAME=FILE.mid, or --theme themes.json."
            )
        pairs.append((name.strip(), Path(file)))
    return tuple(pairs)


def parse_locks(texts: Iterable[str]) -> tuple[LockOrder, ...]:
    """`CUE:WHAT` as orders. Raises `BadArgument` for anything else."""
    found = []
    for text in texts:
        cue, _, what = (part.strip() for part in text.partition(":"))
        if not (cue and what):
            raise BadArgument(
                f"“{text}” says not what of which cue is locked.",
                "Write --lock CUE:all, or chords, theme, bars 3-6 or a part's name for all.",
            )
        found.append(LockOrder(cue, what))
    return tuple(found)


def parse_dials(more: Iterable[str], less: Iterable[str]) -> tuple[DialOrder, ...]:
    """`CUE:DIAL[=0..1]` as orders. Raises `BadArgument` for another dial or amount."""
    up = [_dial(text, 1) for text in more]
    return (*up, *(_dial(text, -1) for text in less))


def parse_takes(texts: Iterable[str]) -> tuple[TakeOrder, ...]:
    """`CUE=N` as orders. Raises `BadArgument` for anything else."""
    found = []
    for text in texts:
        cue, _, number = (part.strip() for part in text.partition("="))
        if not cue or not number.isdecimal() or int(number) < 1:
            raise BadArgument(f"“{text}” names no take.", "Write --take CUE=2, counted from 1.")
        found.append(TakeOrder(cue, int(number)))
    return tuple(found)


def _dial(text: str, sign: int) -> DialOrder:
    cue, _, rest = (part.strip() for part in text.partition(":"))
    name, _, amount = (part.strip() for part in rest.partition("="))
    if not cue or name not in _DIALS:
        near = get_close_matches(name, _DIALS, n=1) or _DIALS
        raise BadArgument(
            f"“{text}” says not of what there is to be more or less.",
            f"Write CUE:{near[0]}; there are {', '.join(_DIALS)}.",
        )
    try:
        value = float(amount or _USUAL)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise BadArgument(
            f"The amount “{amount}” is not a number from 0 to 1.", f"Write {cue}:{name}=0.5, say."
        )
    return DialOrder(cue, name, sign * value)
