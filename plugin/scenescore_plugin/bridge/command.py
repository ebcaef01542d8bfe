"""`scenescore bridge`: found by the command line through the package's entry points."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

import typer

from scenescore.errors import Cancelled, ToolMissing


def bridge(
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            help="Let in pages of this origin, which still need the token.", metavar="URL"
        ),
    ] = None,
) -> None:
    """Serve the panels inside editing programs, on this computer only, until Ctrl-C."""
    try:
        from scenescore_plugin.bridge.server import serve
    except ImportError as error:
        raise ToolMissing(
            "The bridge's packages are not installed.",
            "Install them: pip install 'scenescore[bridge]'.",
            str(error),
        ) from error
    from scenescore_plugin.bridge.announce import announcement_file

    file = announcement_file()
    with suppress(Cancelled):  # Ctrl-C is how it ends
        serve(file, allow_origin or (), lambda port: typer.echo(f"127.0.0.1:{port} · {file}"))
