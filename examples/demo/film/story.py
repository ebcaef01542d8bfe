"""What is told: the shots in order, how they meet, what is said over them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from film import land, storm, water

TITLE = "The Keeper's Light"
DISSOLVE = 16
"""Frames of a dissolve, half before the cut and half after it."""

FADE_OUT = 36
"""Frames of the last shot that go to black."""


@dataclass(frozen=True)
class Shot:
    """One shot: its scene (from 1), length in frames, and whether it dissolves in."""

    name: str
    scene: int
    frames: int
    draw: Callable[[float], land.View]
    dissolves: bool = False


@dataclass(frozen=True)
class Line:
    """A spoken line: its shot, the frames after its cut, who speaks, how loud the room answers."""

    shot: str
    after: int
    speaker: str
    text: str
    korean: str
    room: float  # 0…1

    @property
    def frame(self) -> int:
        """First frame of the line in the film."""
        return start_of(self.shot) + self.after


SHOTS = (
    Shot("hills at evening", 1, 84, land.hills),
    Shot("Mina walks", 1, 72, land.walking),
    Shot("the lantern", 1, 60, land.lantern),
    Shot("the keeper's room", 2, 84, land.room, dissolves=True),
    Shot("two faces", 2, 72, land.faces),
    Shot("first drops", 2, 48, land.first_drops),
    Shot("the wood", 3, 60, storm.wood),
    Shot("running", 3, 48, storm.running),
    Shot("the light dies", 3, 48, storm.light_dies),
    Shot("adrift", 4, 60, water.adrift),
    Shot("the stairs", 4, 44, water.stairs),
    Shot("rocks", 4, 36, water.rocks),
    Shot("the dark lamp", 5, 60, water.dark_lamp),
    Shot("the light", 5, 72, water.the_light),
    Shot("the ship turns", 5, 48, water.turning),
    Shot("harbour", 6, 108, water.harbour, dissolves=True),
    Shot("together", 6, 84, water.together),
)

STARTS = (0, *accumulate(shot.frames for shot in SHOTS))
"""First frame of every shot, and the end of the film."""

LENGTH = STARTS[-1]


def start_of(name: str) -> int:
    """First frame of a shot, by its name; "end" is the frame after the last."""
    return STARTS[[*(shot.name for shot in SHOTS), "end"].index(name)]


LINES = (
    Line(
        "hills at evening", 26, "Mina", "Every evening, I carry the light up to the tower.",
        "매일 저녁, 나는 등대로 불을 나른다.", 0.05,
    ),
    Line(
        "Mina walks", 50, "Mina", "Grandfather says the sea is listening.",
        "할아버지는 바다가 듣고 있다고 하신다.", 0.05,
    ),
    Line(
        "the keeper's room", 6, "Keeper", "The wind is turning, Mina. Stay here tonight.",
        "바람이 바뀌는구나, 미나. 오늘 밤은 여기 있으렴.", 0.25,
    ),
    Line(
        "two faces", 19, "Mina", "And who will guide the ships home?",
        "그럼 배들은 누가 집으로 이끌죠?", 0.25,
    ),
    Line("first drops", 10, "Keeper", "Then run.", "그럼 뛰어라.", 0.25),
    Line("the light dies", 16, "Mina", "The light is out!", "불이 꺼졌어!", 0.1),
    Line(
        "adrift", 12, "Sailor", "I can't see the tower! We are lost!",
        "등대가 안 보여! 우린 길을 잃었다!", 0.1,
    ),
    Line("the dark lamp", 6, "Mina", "Please. One more time.", "제발. 한 번만 더.", 0.45),
    Line("the ship turns", 6, "Sailor", "There! The light!", "저기! 불빛이다!", 0.1),
    Line(
        "harbour", 38, "Keeper", "You brought them home, Mina.",
        "네가 배들을 집으로 데려왔구나, 미나.", 0.05,
    ),
    Line("together", 6, "Mina", "The sea was listening.", "바다가 듣고 있었어요.", 0.05),
)  # fmt: skip
