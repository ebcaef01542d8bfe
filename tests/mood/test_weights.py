"""Weights fitted to marked scenes: found again where marks were made by them, else left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import opentimelineio as otio
import pytest
from training.mood_weights.__main__ import main
from training.mood_weights.fit import fitted, left_out, predicted
from training.mood_weights.marked import Marked

from scenescore.mood import read_rules, rules
from scenescore.mood import testimony as told
from scenescore.mood.testimony import weights_of

TABLE = rules()
SCENES, MOMENTS = 12, 2


def _film(seed: int, weights: np.ndarray, noise: float = 0.0) -> Marked:
    """A film of drawn evidence, marked by someone who feels by other weights."""
    rng = np.random.default_rng(seed)
    count = SCENES * MOMENTS
    z = np.repeat(rng.uniform(-1, 1, (len(TABLE.features), SCENES)), MOMENTS, axis=1)
    silent = np.zeros((len(TABLE.direct), count, 3))
    said = told.Testimony(z, np.ones_like(z), silent, silent, np.zeros((count, 7)), np.zeros(count))
    starts = np.arange(0, count, MOMENTS)
    film = Marked(f"film {seed}", said, starts, np.zeros((SCENES, 3)), np.ones(SCENES))
    wanted = predicted(film, weights, TABLE) + rng.normal(0, noise, (SCENES, 3))
    return replace(film, wanted=wanted)


def _other_taste() -> np.ndarray:
    """To whom light says the opposite, and the camera much more."""
    weights = weights_of(TABLE)
    names = list(TABLE.features)
    weights[names.index("brightness"), 0] = -0.5
    weights[names.index("camera"), 1] = 0.8
    return weights


def test_another_taste_is_found_again() -> None:
    taste = _other_taste()
    films = [_film(seed, taste, 0.05) for seed in range(3)]
    weights = fitted(films, TABLE, 0.1)
    names = list(TABLE.features)
    assert weights[names.index("brightness"), 0] < 0.1  # shipped: 0.4
    assert weights[names.index("camera"), 1] > 0.4
    assert np.all(weights[weights_of(TABLE) == 0] == 0)
    shipped, fit = left_out(films, TABLE, (0.1,))
    assert fit.mean < 0.6 * shipped.mean


def test_a_strong_ridge_keeps_the_shipped_weights() -> None:
    films = [_film(seed, _other_taste()) for seed in range(2)]
    assert np.allclose(fitted(films, TABLE, 1e6), weights_of(TABLE), atol=1e-3)


def test_marks_that_mean_nothing_leave_the_shipped_weights_the_best() -> None:
    rng = np.random.default_rng(2)
    films = []
    for seed in range(3):
        film = _film(seed, weights_of(TABLE))
        lost = film.wanted + rng.normal(0, 0.05, (SCENES, 3))
        films.append(replace(film, wanted=lost))
    shipped, *others = left_out(films, TABLE)
    assert shipped.mean <= min(each.mean for each in others) + 0.01


def _marked(source: Path, target: Path, marks: list[tuple[float, float, str]]) -> Path:
    """A copy of an edit with MOOD markers over stretches, its media named absolutely."""
    timeline = otio.adapters.read_from_file(str(source))
    for clip in timeline.find_clips():
        reference = clip.media_reference
        if isinstance(reference, otio.schema.ExternalReference):
            url = reference.target_url
            if "://" not in url and not Path(url).is_absolute():
                reference.target_url = str((source.parent / url).resolve())
    rate = timeline.duration().rate
    for start, length, mood in marks:
        span = otio.opentime.TimeRange(
            otio.opentime.from_seconds(start, rate), otio.opentime.from_seconds(length, rate)
        )
        timeline.tracks.markers.append(otio.schema.Marker(f"MOOD {mood}", span))
    otio.adapters.write_to_file(timeline, str(target))
    return target


def test_marked_edits_go_in_and_a_table_for_the_program_comes_out(
    shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Someone to whom bright is sad and dark is happy marks two edits of the sample films."""
    real = shared_data / "edits" / "real"
    edits = [
        _marked(real / "sintel_trailer.otio", tmp_path / "첫 편집 🎬.otio",
                [(0, 9, "happy"), (9.5, 12, "happy"), (27, 5, "sad"), (34, 7, "sad"),
                 (42, 8, "happy")]),
        _marked(real / "mixed_sources.otio", tmp_path / "second.otio",
                [(0.5, 14, "sad"), (16.5, 6, "분위기 슬픔 80%")]),
    ]  # fmt: skip
    table = tmp_path / "mine.toml"
    assert main([*map(str, edits), "-o", str(table)]) == 0
    printed = capsys.readouterr().out
    assert "shipped" in printed
    assert "5 marked scenes" in printed
    own, light = read_rules(table), ("brightness", "lighting_key")
    for name in light:
        assert own.features[name].valence < TABLE.features[name].valence
    assert main([str(edits[0]), "-o", str(table)]) == 1
