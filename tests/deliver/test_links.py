"""The table of links is composed of the other tables, and turns the way the studies say."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from scenescore.cli import app
from scenescore.deliver.links import levers, links, links_text
from scenescore.mood import rules


def _link(source: str):
    return next(link for link in links() if link.source == source)


def test_every_row_of_the_evidence_is_there_with_every_lever() -> None:
    table = rules()
    assert [link.source for link in links()] == [*table.features, *table.direct]
    for link in links():
        assert set(link.levers) == set(levers())
        assert link.study


def test_signs_follow_the_table_of_evidence() -> None:
    for name, feature in rules().features.items():
        for moved, weight in zip(_link(name).axes, feature.weights, strict=True):
            assert moved == pytest.approx(0) if not weight else moved * weight > 0


def test_light_makes_music_major_and_higher_and_movement_makes_it_quicker() -> None:
    light, motion, loud = (_link(name) for name in ("brightness", "subject", "loudness"))
    assert light.levers["mode"] > 20
    assert light.levers["register"] > 5
    assert light.levers["dissonance"] < -10
    for link in (motion, loud):
        assert link.levers["tempo"] > 5
        assert link.levers["notes"] > 0.3
        assert link.levers["length"] < 0
    assert _link("words").levers["mode"] > 10


def test_a_changed_weight_changes_the_table() -> None:
    table = rules()
    face = table.features["face"].model_copy(update={"valence": 0.9})
    changed = table.model_copy(update={"features": {**table.features, "face": face}})
    before, after = (_link("face"), next(x for x in links(changed) if x.source == "face"))
    assert before.axes[0] == pytest.approx(0)
    assert after.axes[0] > 0.5
    assert after.levers["mode"] > before.levers["mode"] + 10


def test_the_command_prints_it() -> None:
    shown = CliRunner().invoke(app, ["moods", "--table"])
    assert shown.exit_code == 0
    assert links_text() in shown.output
    assert "Valdez & Mehrabian 1994" in shown.output
    assert "\n".join(CliRunner().invoke(app, ["moods"]).output.splitlines()) in shown.output
