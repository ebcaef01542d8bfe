"""What spotting stands on: the edit, its lines and its mood, all in frames."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from scenescore.model import Cut, Edit, Mood, Scene, Seen
from scenescore.spotting.feeling import Feeling
from scenescore.spotting.lines import Lines
from scenescore.spotting.table import Numbers
from scenescore.timebase import Rate, to_frames, to_seconds


@dataclass(frozen=True, slots=True)
class Action:
    """A strong sudden movement in the picture, strength 0…1."""

    frame: int
    strength: float


@dataclass(frozen=True, slots=True)
class Ground:
    """The edit as spotting sees it; frames count from its start.

    `scenes` cover the whole edit without holes. `light[i]` is the brightness of the shot that
    begins at `shot_starts[i]`.
    """

    rate: Rate
    total: int
    cuts: tuple[Cut, ...]
    cut_frames: tuple[int, ...]
    actions: tuple[Action, ...]
    scenes: tuple[Scene, ...]
    shot_starts: tuple[int, ...]
    light: tuple[float, ...]
    motion: tuple[float, ...]
    lines: Lines
    feeling: Feeling
    numbers: Numbers

    def frames(self, seconds: float) -> int:
        return to_frames(seconds, self.rate)

    def seconds(self, frame: int) -> float:
        return float(to_seconds(frame, self.rate))

    def mood(self, start: int, end: int) -> Mood:
        return self.feeling.mood(self.seconds(start), self.seconds(end))

    def turn(self, frame: int) -> float:
        """How far the mood moves at `frame`."""
        return self.feeling.turn(self.seconds(frame))

    def scene_at(self, frame: int) -> Scene:
        starts = [scene.start_frame for scene in self.scenes]
        return self.scenes[max(bisect_right(starts, frame) - 1, 0)]

    def cuts_between(self, start: int, end: int) -> tuple[Cut, ...]:
        """Cuts in [start, end)."""
        frames = self.cut_frames
        return self.cuts[bisect_left(frames, start) : bisect_left(frames, end)]

    def in_line(self, frame: int) -> bool:
        """Whether an entry, exit or accent at `frame` would fall into a line or on its edges."""
        entry = self.numbers.entry
        return self.lines.is_inside(
            frame, self.frames(entry.before_line), self.frames(entry.after_line)
        )

    def shot_value(self, values: Sequence[float], frame: int) -> float:
        """The value of the shot that `frame` lies in; 0 where nothing was seen."""
        index = bisect_right(self.shot_starts, frame) - 1
        return values[index] if 0 <= index < len(values) else 0.0


def ground_of(
    edit: Edit,
    seen: Seen,
    scenes: tuple[Scene, ...],
    lines: Lines,
    feeling: Feeling,
    numbers: Numbers,
) -> Ground:
    """Everything inside the edit, in order; what watching found beyond its ends is left out."""
    total = edit.duration_frames
    cuts = sorted((c for c in seen.cuts if 0 < c.frame < total), key=lambda c: c.frame)
    actions = sorted(
        (
            Action(p.action_frame, p.action)
            for p in seen.pictures
            if p.action_frame is not None and 0 < p.action_frame < total
        ),
        key=lambda a: a.frame,
    )
    by_shot = {picture.shot: picture for picture in seen.pictures}
    pictures = [by_shot.get(index) for index in range(len(seen.shots))]
    return Ground(
        rate=edit.rate,
        total=total,
        cuts=tuple(cuts),
        cut_frames=tuple(cut.frame for cut in cuts),
        actions=tuple(actions),
        scenes=_whole(scenes, total),
        shot_starts=tuple(shot.start_frame for shot in seen.shots),
        light=tuple(p.brightness if p else 0.0 for p in pictures),
        motion=tuple(p.motion if p else 0.0 for p in pictures),
        lines=lines,
        feeling=feeling,
        numbers=numbers,
    )


def _whole(scenes: tuple[Scene, ...], total: int) -> tuple[Scene, ...]:
    """Scenes that cover [0, total) without holes: each reaches to the next."""
    inside = sorted(
        (s for s in scenes if s.start_frame < total and s.end_frame > 0),
        key=lambda s: s.start_frame,
    )
    if not inside:
        return (Scene(1, 0, total, ()),)
    starts = [0, *(scene.start_frame for scene in inside[1:]), total]
    return tuple(
        Scene(scene.id, starts[i], starts[i + 1], scene.shots, scene.summary)
        for i, scene in enumerate(inside)
        if starts[i] < starts[i + 1]
    )
