"""Who moves, the camera or its subject."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.watch.flow import Grey, flow_between


def _texture(seed: int = 1) -> Grey:
    noise = np.random.default_rng(seed).integers(0, 255, (30, 54)).astype(np.uint8)
    return np.asarray(cv2.resize(noise, (216, 120), interpolation=cv2.INTER_CUBIC), np.uint8)


@settings(max_examples=20, deadline=None)
@given(st.integers(-6, 6), st.integers(-4, 4))
def test_a_pan_is_the_camera(right: int, down: int) -> None:
    world = _texture()
    before = world[10:100, 20:180]
    after = world[10 - down : 100 - down, 20 - right : 180 - right]
    flow = flow_between(before.copy(), after.copy())
    assert flow.camera == pytest.approx(np.hypot(right, down) / 160, abs=0.006)
    assert flow.subject < 0.006


def test_who_runs_before_a_still_camera_is_the_subject() -> None:
    before, runner = _texture()[:90, :160].copy(), _texture(2)[:40, :40]
    after = before.copy()
    before[25:65, 40:80] = runner
    after[25:65, 48:88] = runner
    flow = flow_between(before, after)
    assert flow.subject > 3 * flow.camera
    assert flow.subject > 0.002


def test_an_empty_or_tiny_picture_stands_still() -> None:
    black = np.zeros((90, 160), np.uint8)
    assert flow_between(black, black) == (0.0, 0.0)
    assert flow_between(black[:8, :8], black[:8, :8]) == (0.0, 0.0)
