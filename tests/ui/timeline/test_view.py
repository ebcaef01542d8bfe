"""Frames to pixels and back, at every zoom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore_ui.timeline.view import CLOSEST, ROOM, View

durations = st.integers(1, 24 * 3600 * 60)
widths = st.integers(50, 6000)
shares = st.floats(0, 1)


@st.composite
def views(draw: st.DrawFn) -> View:
    """Any view that zooming and scrolling can reach."""
    view = View.whole(draw(durations), draw(widths))
    view = view.zoomed(draw(st.floats(1, 1e6)), draw(shares) * view.width)
    return view.scrolled(draw(st.floats(-1e7, 1e7)))


@given(views(), shares)
def test_a_frame_goes_to_a_pixel_and_back(view: View, share: float) -> None:
    frame = round(share * view.duration)
    assert view.frame(view.x(frame)) == frame


@given(views(), shares)
def test_a_pixel_goes_to_a_frame_and_back_within_half_a_frame(view: View, share: float) -> None:
    x = share * view.width
    exact = view.exact(x)
    if 0 <= exact <= view.duration:
        assert abs(view.frame(x) - exact) <= 0.5 + 1e-6
        assert abs(view.x(view.frame(x)) - x) * view.per_pixel <= 0.5 + 1e-6


@given(views(), st.floats(1, 100), shares)
def test_zooming_in_keeps_the_frame_under_the_pointer(
    view: View, factor: float, share: float
) -> None:
    x = share * view.width
    nearer = view.zoomed(factor, x)
    assert nearer.per_pixel <= view.per_pixel
    assert nearer.exact(x) == pytest.approx(view.exact(x), abs=1e-5 * max(1, view.span))


@given(views(), st.floats(0.01, 1), shares)
def test_zooming_out_keeps_it_unless_an_end_is_met(view: View, factor: float, share: float) -> None:
    x = share * view.width
    farther = view.zoomed(factor, x)
    at_end = farther.left == 0 or farther.left == pytest.approx(farther.room - farther.span)
    kept = farther.exact(x) == pytest.approx(view.exact(x), abs=1e-5 * max(1, farther.span))
    assert kept or at_end


@given(views())
def test_a_view_never_leaves_the_edit(view: View) -> None:
    assert view.per_pixel >= CLOSEST
    assert 0 <= view.left <= max(0.0, view.duration * ROOM - view.span) + 1e-6


@given(views(), shares, shares)
def test_what_is_to_be_fitted_is_seen(view: View, first: float, second: float) -> None:
    start, end = sorted((round(first * view.duration), round(second * view.duration)))
    fitted = view.fitting(start, end)
    slack = 1e-6 * fitted.span + CLOSEST * fitted.width
    assert fitted.left <= start + slack
    assert end <= fitted.left + fitted.span + slack


@given(views(), shares)
def test_the_page_turns_to_a_frame(view: View, share: float) -> None:
    frame = round(share * view.duration)
    turned = view.showing(frame)
    assert -1e-6 <= turned.x(frame) <= turned.width + 1e-6
    if 0 <= view.x(frame) < view.width:
        assert turned == view


@given(views(), widths)
def test_another_width_keeps_the_size(view: View, width: int) -> None:
    resized = view.resized(width)
    assert resized.width == width
    whole = View.whole(view.duration, view.width)
    if view == whole:
        assert resized == View.whole(view.duration, width)


def test_all_of_an_edit_is_seen_with_air_behind() -> None:
    view = View.whole(1000, 510)
    assert view.x(0) == 0
    assert view.x(1000) == pytest.approx(500)
