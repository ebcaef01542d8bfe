"""`scenescore models`: which optional engines there are, where their weights lie, fetching them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scenescore.errors import BadArgument, Cancelled
from scenescore.job import Job
from scenescore.progress import shown
from scenescore.words import translated, users_language, words

if TYPE_CHECKING:
    from scenescore.engines import Descriptor

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Optional engines: list them, fetch their weights, say where those lie.",
)

Name = Annotated[str, typer.Argument(help="An engine; see `scenescore models list`.")]


@app.command("list")
def list_models() -> None:
    """List the optional engines: what each is for, its size, its licence, whether it is here."""
    from scenescore.engines import descriptors

    say = words("cli", users_language())
    for each in descriptors().values():
        typer.echo(f"{each.id:<24}{say[f'task_{each.task}']} · {_size(each)} · {_terms(each)}")
        typer.echo(f"{'':<24}{_state(each)}")


@app.command()
def where(name: Annotated[str | None, typer.Argument(help="An engine.")] = None) -> None:
    """Say which folder holds the weights, of one engine or of all."""
    from scenescore.engines import engine_named, folder_of, models_folder

    if name is None:
        typer.echo(models_folder())
        return
    engine = engine_named(name)
    say = words("cli", users_language())
    typer.echo(folder_of(engine))
    for file in engine.files:
        there = (folder_of(engine) / file.name).is_file()
        typer.echo(f"  {file.name} ({file.mb:g} MB): {say['here' if there else 'missing']}")
    typer.echo(say["page"].format(page=engine.page))


@app.command()
def fetch(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar.")] = False,
) -> None:
    """Fetch an engine's weights: asks first, goes on where it stopped, verifies their SHA-256."""
    from scenescore.engines import engine_named, folder_of
    from scenescore.engines import fetch as fetch_weights

    engine = engine_named(name)
    if not engine.fetchable:
        raise BadArgument(
            f"The weights of {engine.title} cannot be fetched: nobody publishes their SHA-256.",
            f"Download them from {engine.page} into the folder that scenescore models where "
            f"{engine.id} names.",
        )
    say = words("cli", users_language())
    typer.echo(
        say["fetch_offer"].format(
            title=engine.title, size=_size(engine), licence=_terms(engine), folder=folder_of(engine)
        )
    )
    if not (yes or _agreed(say["fetch_now"])):
        raise Cancelled
    with shown("quiet" if quiet else "bar", {"fetch": 1.0}, say) as listener:
        fetch_weights(engine, Job(listener, "fetch"))
    typer.echo(say["fetched"])


def _agreed(question: str) -> bool:
    try:
        return typer.confirm(question)
    except typer.Abort as error:
        raise BadArgument("Nobody is there to say yes.", "Give --yes.") from error


def _size(engine: Descriptor) -> str:
    return f"{engine.mb:.0f} MB"


def _terms(engine: Descriptor) -> str:
    say = words("cli", users_language())
    return f"{engine.licence} ({say['commercial' if engine.commercial else 'not_commercial']})"


def _state(engine: Descriptor) -> str:
    """Whether it can be used now, and else what to do."""
    from scenescore.engines import how_to_get, how_to_install, is_present, missing_packages

    say = words("cli", users_language())
    if missing_packages(engine):
        return translated(how_to_install(engine), users_language())
    return say["here"] if is_present(engine) else translated(how_to_get(engine), users_language())
