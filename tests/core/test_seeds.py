"""What is drawn in one place never shifts what is drawn in another."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from scenescore.seeds import stream

names = st.lists(st.text(st.characters(exclude_characters="\x1f"), min_size=1), max_size=4)


@given(st.integers(), names)
def test_a_stream_depends_on_its_names_only(seed: int, place: list[str]) -> None:
    first = stream(seed, *place)
    other = stream(seed, *place, "another part")
    drawn = [first.random() for _ in range(3)]
    [other.random() for _ in range(100)]
    assert [stream(seed, *place).random()] == drawn[:1]
    assert drawn != [other.random() for _ in range(3)]


@given(st.integers(), st.integers(), names, names)
def test_other_names_or_seeds_are_other_streams(
    seed: int, other_seed: int, place: list[str], other: list[str]
) -> None:
    same = (seed, place) == (other_seed, other)
    assert (stream(seed, *place).random() == stream(other_seed, *other).random()) == same


def test_a_stream_is_the_same_in_every_process() -> None:
    code = "from scenescore.seeds import stream; print(stream(7, '큐', 'melody', 3).random())"
    run = [sys.executable, "-c", code]
    there = subprocess.run(run, capture_output=True, text=True, check=True)
    assert float(there.stdout) == stream(7, "큐", "melody", 3).random()
