"""The rules of Resolve's scripting, one by one, in four versions and both editions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scenescore.errors import HostUnavailable
from scenescore.settings import Exchange
from scenescore_plugin.hosts.resolve import ResolveHost

from .resolve_double import face_of
from .resolve_double.signatures import Signature, signatures
from .resolve_rig import CLOSED, EDITIONS, ResolveRig, edition_name
from .resolve_rules import DOUBLE, HOST, Bench
from .stage import PLAIN, Stage


@pytest.fixture
def bench(request: pytest.FixtureRequest, stage: Stage, tmp_path: Path) -> Bench:
    return Bench(ResolveRig(*request.param), stage, tmp_path)


@pytest.mark.parametrize("bench", EDITIONS, ids=edition_name, indirect=True)
@pytest.mark.parametrize("rule", DOUBLE)
def test_the_double_keeps_it(rule: str, bench: Bench) -> None:
    DOUBLE[rule](bench)


@pytest.mark.parametrize(
    "bench", [each for each in EDITIONS if each not in CLOSED], ids=edition_name, indirect=True
)
@pytest.mark.parametrize("rule", HOST)
def test_the_host_lives_with_it(rule: str, bench: Bench) -> None:
    HOST[rule](bench)


@pytest.mark.parametrize("bench", CLOSED, ids=edition_name, indirect=True)
@pytest.mark.parametrize("inside", [False, True], ids=["outside", "given an object"])
def test_the_closed_edition_offers_files(bench: Bench, inside: bool) -> None:
    host = ResolveHost.inside(face_of(bench.program.resolve)) if inside else bench.rig.host
    can = host.capabilities()
    assert (can.read, can.write) == (False, False)
    assert can.exchange == (Exchange.RESOLVE, Exchange.FCPXML, Exchange.LANES)
    assert can.why.endswith("import the exchange files.")
    with pytest.raises(HostUnavailable) as caught:
        host.read(bench.folder)
    assert "21.1" in caught.value.message + caught.value.hint
    assert bench.rig.world().ours == ()


def test_a_program_that_went_away_is_said_in_a_sentence(stage: Stage, tmp_path: Path) -> None:
    bench = Bench(ResolveRig((21, 0, 4)), stage, tmp_path)
    edit = bench.read()
    bench.program.gone = True
    for ask in (
        lambda: bench.rig.host.capabilities(),
        lambda: bench.rig.host.read(tmp_path),
        lambda: bench.rig.host.write(edit, stage.lanes(PLAIN.rate)),
    ):
        with pytest.raises(HostUnavailable, match="stopped answering"):
            ask()
    assert bench.rig.host.check().said == "DaVinci Resolve stopped answering."


# --- against the project's notes on Resolve's scripting -------------------------------------------


@pytest.fixture
def notes(shared_data: Path) -> dict[str, Any]:
    """Every method and rule that the project gathered of Resolve, beside its sample data."""
    path = shared_data.parent / "design" / "resolve_api.json"
    if not path.is_file():
        pytest.skip(f"no notes on Resolve's scripting at {path}")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_every_rule_is_shown_and_survived(notes: dict[str, Any]) -> None:
    rules = {rule["id"] for rule in notes["behaviour"]}
    assert set(DOUBLE) == rules
    assert set(HOST) == rules


def test_the_doubles_methods_are_those_of_the_documents(notes: dict[str, Any]) -> None:
    """As many arguments as one of the documented forms, and in the same versions."""
    for kind, methods in signatures().items():
        for signature in methods:
            known = notes["classes"][kind][signature.name]
            forms = [*known.get("overloads_21_0_4", ()), known.get("typed_21_1")]
            assert len(signature.kinds) in {len(form["args"]) for form in forms if form}, signature
            if signature.until == (99,):
                assert known["in_21_1_stub"], signature
            if since := known.get("since"):
                assert signature.since == tuple(map(int, since.split()[0].split("."))), signature


def test_nothing_that_21_1_took_away_is_in_its_double(notes: dict[str, Any]) -> None:
    gone = {each.split(".")[1] for each in notes["removed_in_21_1_stub"]}
    there = {s.name for each in signatures().values() for s in each if s.there((21, 1))}
    assert not gone & there


def test_signatures_are_read_whole() -> None:
    found = {s.name: s for s in signatures()["Timeline"]}
    assert found["GetSelectedClips"] == Signature("GetSelectedClips", (), "list", (21, 0, 4))
    assert found["GetSetting"].until == (21, 1)
    assert found["AddTrack"].takes(1)
    assert not found["AddTrack"].takes(3)
