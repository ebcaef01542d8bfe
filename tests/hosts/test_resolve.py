"""The contract on Resolve's double: four versions, both editions."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenescore.hosting import looked_at

from .contract import HostContract, RefusalContract
from .resolve_rig import CLOSED, EDITIONS, ResolveRig, edition_name
from .stage import PLAIN, Stage


@pytest.mark.parametrize(
    "rig", [each for each in EDITIONS if each not in CLOSED], ids=edition_name, indirect=True
)
class TestResolve(HostContract):
    def test_what_the_editor_looks_at_is_known(
        self, rig: ResolveRig, stage: Stage, tmp_path: Path
    ) -> None:
        """Before 21.0.4 nobody can ask for the selection, before 20 not for the marks either."""
        if rig.program.version >= (21, 0, 4):
            super().test_what_the_editor_looks_at_is_known(rig, stage, tmp_path)
            return
        rig.open(stage.reel(PLAIN))
        marked = rig.program.version >= (20,)
        assert looked_at(rig.host.read(tmp_path).state) == ((25, 125) if marked else (50, 51))


@pytest.mark.parametrize("rig", CLOSED, ids=edition_name, indirect=True)
class TestClosed(RefusalContract):
    pass


@pytest.fixture
def rig(request: pytest.FixtureRequest) -> ResolveRig:
    version, studio = request.param
    return ResolveRig(version, studio)
