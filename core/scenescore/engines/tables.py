"""The engines there are: `resources/models.toml`, read once and checked when read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scenescore.errors import BadArgument
from scenescore.tables import read_table

Task = Literal["words", "separation", "voice", "picture"]

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelFile(_Data):
    """A file of weights: its name on disk and, where they are known, its place and its hash.

    `mb` is about how large it is (10^6 bytes). Without `url` a person has to put it there.
    """

    name: Annotated[str, Field(pattern=r"^[\w.-]+$")]
    mb: Annotated[float, Field(gt=0)]
    url: Annotated[str, Field(pattern="^https://")] | None = None
    sha256: Sha256 | None = None

    @model_validator(mode="after")
    def _verifiable(self) -> ModelFile:
        if self.url and not self.sha256:
            raise ValueError(f"{self.name} can be fetched but not verified")
        return self


class Descriptor(_Data):
    """One engine: what it does, what it needs, what one may do with it.

    `module` is its file in this package, `extra` the optional dependency that installs the
    `packages` that it imports. `rank` orders engines of one task, the best highest; `suggested`
    marks the one to fetch first. `page` is where its authors describe it.
    """

    id: str
    task: Task
    title: str
    module: str
    extra: str
    packages: tuple[str, ...]
    files: tuple[ModelFile, ...]
    ram_mb: Annotated[int, Field(gt=0)]
    licence: str
    commercial: bool
    rank: int
    page: str
    suggested: bool = False

    @property
    def mb(self) -> float:
        """About how much is to be fetched or put there, in 10^6 bytes."""
        return sum(file.mb for file in self.files)

    @property
    def fetchable(self) -> bool:
        """Whether all its files can be fetched and verified."""
        return all(file.url for file in self.files)


@cache
def descriptors() -> Mapping[str, Descriptor]:
    """Every engine by its id, in the order of the file."""
    found = [
        Descriptor.model_validate({"id": key, **fields})
        for key, fields in read_table("models.toml").items()
    ]
    return MappingProxyType({each.id: each for each in found})


def engine_named(name: str, task: Task | None = None) -> Descriptor:
    """The engine of that id. Raises BadArgument that lists those there are."""
    of_task = {d.id: d for d in descriptors().values() if task in (None, d.task)}
    if name not in of_task:
        raise BadArgument(f"There is no engine “{name}”.", f"Engines: {', '.join(of_task)}.")
    return of_task[name]
