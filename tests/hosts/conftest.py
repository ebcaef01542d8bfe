"""A stage for every host: media that is made once."""

from __future__ import annotations

import pytest

from .stage import Stage


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp("무대 위 media"))
