"""The contract on Premiere's panel: its own logic over a strict fake, through a real bridge."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.bridge.conftest import Running, bridge_in

from .contract import HostContract
from .premiere_bench import Bench, PremiereRig, bench_at, needs_node


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    needs_node()
    with bridge_in(tmp_path_factory.mktemp("다리")) as running:
        yield running


@pytest.fixture(scope="module")
def newest(running: Running) -> Iterator[Bench]:
    with bench_at(running, "26.3") as bench:
        yield bench


@pytest.fixture(scope="module")
def oldest(running: Running) -> Iterator[Bench]:
    with bench_at(running, "25.6") as bench:
        yield bench


class TestPremiere(HostContract):
    """26.3: writes OpenTimelineIO itself, names tracks."""

    @pytest.fixture
    def rig(self, newest: Bench, running: Running) -> PremiereRig:
        return PremiereRig(newest, running)


class TestPremiere256(HostContract):
    """25.6: the panel tells the edit itself, tracks cannot be named."""

    @pytest.fixture
    def rig(self, oldest: Bench, running: Running) -> PremiereRig:
        return PremiereRig(oldest, running)
