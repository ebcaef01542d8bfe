"""The command line's help, and what it says of options that it cannot take, in any language."""

from __future__ import annotations

import logging
import sys
from importlib.metadata import entry_points
from io import StringIO
from typing import Any, cast

import typer
import typer.main

from scenescore.words import translated

PARTS = "scenescore.commands"
"""Entry points of this group are commands of parts that lie above the core, such as the panel."""

log = logging.getLogger(__name__)

UsageError = cast("type[typer.BadParameter]", typer.BadParameter.__mro__[1])
"""What typer raises for options and arguments that it cannot take; it exports no name for it."""


def add_parts(app: typer.Typer) -> None:
    """Add the commands of installed parts; one that cannot be loaded is left out and logged."""
    there = _own(app)
    for part in entry_points(group=PARTS):
        try:
            command = part.load()
        except ImportError as error:
            log.info("no command %s: %s", part.name, error)
            continue
        if part.name not in there:
            app.command(part.name)(command)


def _own(app: typer.Typer) -> set[str | None]:
    """Names of the commands that an application has already."""
    commands = {
        each.name or getattr(each.callback, "__name__", "") for each in app.registered_commands
    }
    return {*commands, *(each.name for each in app.registered_groups)}


def run(app: typer.Typer, language: str) -> int:
    """Run the command that `sys.argv` names; its exit code. Raises what the command raises.

    Parts are only loaded where none of the core's own commands is named.
    """
    named = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    if named not in _own(app):
        add_parts(app)
    command = typer.main.get_command(app)
    if language != "en":
        _translate(command, language)
    try:
        return command(standalone_mode=False) or 0
    except UsageError as error:
        said = StringIO()
        error.show(said)
        sys.stderr.write(_by_line(said.getvalue(), language))
        return error.exit_code


def _translate(command: Any, language: str) -> None:
    """Put a command's help, and that of those under it, into a language."""
    plain = command.get_help
    command.get_help = lambda context: _by_line(plain(context), language)
    for each in (command, *command.get_params(typer.Context(command))):
        each.help = translated(getattr(each, "help", None) or "", language, "usage")
    for under in getattr(command, "commands", {}).values():
        _translate(under, language)


def _by_line(text: str, language: str) -> str:
    return "".join(
        translated(line.rstrip("\n"), language, "usage") + line[len(line.rstrip("\n")) :]
        for line in text.splitlines(keepends=True)
    )
