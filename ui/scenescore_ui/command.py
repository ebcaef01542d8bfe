"""`scenescore panel`: found by the command line through the package's entry points."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from scenescore.errors import ToolMissing
from scenescore.words import users_language
from scenescore_ui.strings import Strings


def panel(
    source: Annotated[
        Path | None, typer.Argument(help="An edit, a film, or sound alone.", metavar="[INPUT]")
    ] = None,
    language: Annotated[
        Literal["en", "ko"] | None, typer.Option(help="Language of the window.")
    ] = None,
) -> None:
    """Open the panel: the edit, its scenes and its feeling at a glance."""
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        say = Strings(language or users_language())
        raise ToolMissing(say("no_qt"), say("no_qt_hint"), str(error)) from error
    from scenescore_ui.app import run

    raise typer.Exit(run(source, language))
