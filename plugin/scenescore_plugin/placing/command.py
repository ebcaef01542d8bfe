"""`scenescore hosts`: which editing programs answer, and our parts put into them or taken out."""

from __future__ import annotations

from typing import Annotated

import typer

from scenescore.errors import BadArgument
from scenescore.hosting import find_hosts
from scenescore.words import translated, users_language, words
from scenescore_plugin.placing.folders import this_system
from scenescore_plugin.placing.parts import parts_for
from scenescore_plugin.placing.placing import Placed, place, placed_parts, remove


def hosts(
    place_parts: Annotated[
        bool, typer.Option("--place", help="Put our parts where the programs look for them.")
    ] = False,
    remove_parts: Annotated[
        bool, typer.Option("--remove", help="Take away every file that was put there.")
    ] = False,
) -> None:
    """Editing programs: which answer, and what of ours lies in them."""
    if place_parts and remove_parts:
        raise BadArgument("--place and --remove contradict each other.", "Give one of them.")
    if place_parts:
        _tell_placed(place(parts_for(this_system())))
    elif remove_parts:
        _tell_removed(remove())
    else:
        _list()


def _list() -> None:
    for host in find_hosts():
        answer = host.check()
        typer.echo(f"{host.name}: {_translated(answer.said)}")
        if answer.cure:
            typer.echo(f"  {_translated(answer.cure)}")
    for path in placed_parts():
        typer.echo(f"  {path}")


def _tell_placed(placed: Placed) -> None:
    for folder in placed.folders:
        typer.echo(folder)
        for package in sorted(folder.glob("*.ccx")):
            _say("open_package", path=package)
    if not placed.folders:
        _say("no_program")
    _tell_kept(placed)


def _tell_removed(placed: Placed) -> None:
    for folder in placed.folders:
        typer.echo(folder)
    if not placed.folders:
        _say("nothing_placed")
    _tell_kept(placed)


def _tell_kept(placed: Placed) -> None:
    for path in placed.kept:
        _say("kept", path=path)


def _say(key: str, **filled: object) -> None:
    typer.echo(words("cli", users_language())[key].format(**filled))


def _translated(text: str) -> str:
    return translated(text, users_language())
