"""A whole run made by hand: an edit with shots, speech, mood and two cues whose tails overlap."""

from __future__ import annotations

import math
from fractions import Fraction

from scenescore.deliver.lanes import place_works
from scenescore.deliver.run import Run, StageTime
from scenescore.model import (
    Chord,
    Cue,
    Edit,
    EngineUse,
    Evidence,
    Heard,
    Hit,
    LoudnessTrack,
    Marker,
    MoodCurve,
    MoodPoint,
    Note,
    Part,
    Phrase,
    Picture,
    Remark,
    Scene,
    Score,
    ScoreHit,
    Seen,
    Shot,
    SoundFont,
    SoundSpan,
    Speech,
    ThemeUse,
    Voice,
)
from scenescore.render import Programme, SpeechMargin
from scenescore.settings import EMOTIONS
from scenescore.timebase import Rate, Span

from .factory import SAD, make_cue, make_recording, make_score, tempo_map

F = Fraction
FONT = SoundFont("MuseScore_General_Lite", "/fonts/m.sf3", "ab" * 32, "MIT")
LINES = (
    "Ask not what your country can do for you",
    "오래 기다렸어요, 정말 오래",
    "<script>alert('&')</script>",
    "I've been alone for as long as I can remember",
)
FEELINGS = (0.1, 0.5, 0.0, 0.1, 0.0, 0.1, 0.2)
NUMERALS = ((2, "i"), (10, "VI"), (5, "III"), (0, "VII"))


def make_edit(frames: int = 1253, rate: str = "24", **more: object) -> Edit:
    values: dict[str, object] = {
        "name": "소피의 <편집> & co",
        "start_frame": 86_400,
        "drop_frame": False,
        "source": "/edits/소피.otio",
        "format": "otio",
        "identity": "x",
        "markers": (
            Marker("HIT", Span(F(14), F(14))),
            Marker("분위기 슬픔", Span(F(30), F(30)), "RED"),
        ),
        "remarks": (Remark("media-missing", "One clip has no media.", "Relink it.", "b.mov"),),
    }
    return Edit(rate=Rate.of(rate), duration_frames=frames, **(values | more))  # type: ignore[arg-type]


def make_seen(frames: int, every: int = 60) -> Seen:
    starts = list(range(0, frames, every))
    kinds = ("hard", "hard", "dissolve", "hard", "fade")
    shots = tuple(
        Shot(a, min(a + every, frames), f"clip {i}", kinds[i % 5] if i else "hard")  # type: ignore[arg-type]
        for i, a in enumerate(starts)
    )
    pictures = tuple(
        Picture(i, 0.5 + 0.4 * math.sin(i), 0.5, 0.4, math.cos(i * 0.7), 0.3)
        for i in range(len(shots))
    )
    return Seen((), shots, pictures, (EngineUse("shots", "the edit's cuts"),))


def make_heard(seconds: int) -> Heard:
    starts = range(6, max(seconds - 6, 7), 9)
    spans = [Span(F(s), F(s) + F(9, 2)) for s in starts]
    phrases = tuple(
        Phrase(
            span,
            LINES[i % 4],
            "en",
            (0.1, 0.5, 0.0, 0.1, 0.0, 0.1, 0.2),
            0.9,
            Voice(0.2, 4, 180, -23),
        )
        for i, span in enumerate(spans)
    )
    kinds = ("dialogue", "effects", "music", "silence")
    sound = tuple(
        SoundSpan(Span(F(s), F(s + 5)), kinds[i % 4])  # type: ignore[arg-type]
        for i, s in enumerate(range(0, seconds - 5, 5))
    )
    power = LoudnessTrack(F(1, 10), (1e-3,) * (10 * seconds))
    engine = EngineUse("words", "captions", "whisper would read uncaptioned speech")
    return Heard(tuple(map(Speech, spans)), phrases[:-1], sound, power, (engine,))


def make_mood(seconds: float) -> MoodCurve:
    times = tuple(i / 4 for i in range(int(seconds * 4)))
    rows = [[1.1 + math.sin(t / (7 + k) + k) for k in range(7)] for t in times]
    columns = zip(*[[value / sum(row) for value in row] for row in rows], strict=True)
    return MoodCurve(
        times,
        tuple(0.7 * math.sin(t / 9) for t in times),
        tuple(0.6 * math.sin(t / 5 + 1) for t in times),
        tuple(0.8 * math.cos(t / 12) for t in times),
        dict(zip(EMOTIONS, columns, strict=True)),
        tuple(0.7 for _ in times),
        (Evidence("voice", Span(F(6), F(10)), 0.1, -0.2, None, None, 0.5),),
    )


def long_score(cue: Cue) -> Score:
    """A score as long as its cue, with the parts a real one has."""
    seconds = cue.span.duration
    tempo = tempo_map((16, F(60, 84)), (16, F(60, 86)), (16, F(60, 83)))
    bars_total = int(seconds / F(60, 84) / 4) + 1
    base = make_score(cue, tempo=tempo)
    scale = (0, 2, 3, 5, 7, 8, 10)
    beats = 4 * bars_total
    chords = tuple(
        Chord(
            F(4 * i), F(4), (2, 10, 5, 0)[i % 4], "min", (2, 5, 9), ("i", "VI", "III", "VII")[i % 4]
        )
        for i in range(bars_total)
    )
    melody = tuple(
        Note(F(b), F(1), 62 + 12 + scale[(b * 5 // 3) % 7], 60 + b % 40) for b in range(2, beats)
    )
    pad = tuple(
        Note(F(4 * i), F(4), 50 + step, 52) for i in range(bars_total) for step in (0, 3, 7, 12)
    )
    bass = tuple(Note(F(2 * i), F(2), 38 - 2 * (i // 2 % 3), 90) for i in range(beats // 2))
    pulse = tuple(Note(F(i, 2), F(1, 4), 62 + scale[i % 5], 44) for i in range(16, beats * 2))
    drums = tuple(Note(F(2 * i), F(1, 2), (36, 47, 49)[i % 3], 100) for i in range(8, beats // 2))
    hits = tuple(
        ScoreHit(cue_beat, int(cue_beat / 4) + 1, hit, True)
        for hit in cue.hits
        for cue_beat in [F(round(cue.seconds_at(hit.frame) / F(60, 84)))]
    )
    return Score(
        cue=cue.uid, tonic=2, mode="aeolian", tempo=tempo,
        bars=tuple(base.bars[0].__class__(F(4 * i), 4) for i in range(bars_total)),
        chords=chords, hits=hits, style="strings", seed=cue.seed,
        themes=(ThemeUse("소피", (1, 2, 3, 4)), ThemeUse("dragon", (7, 8))),
        parts=(
            Part("Violins I", "strings", "melody", 48, melody),
            Part("Violas", "strings", "pad", 48, pad),
            Part("Basses", "strings", "bass", 43, bass),
            Part("Harp", "plucked", "pulse", 46, pulse),
            Part("Taiko", "percussion", "percussion", 0, drums, drums=True),
        ),
    )  # fmt: skip


def make_run(seconds: int = 52, cues: int = 2, music: bool = True) -> Run:
    edit = make_edit(24 * seconds)
    length = edit.duration_frames // max(cues, 1)
    placed = [make_cue(i + 1, i * length, (i + 1) * length) for i in range(cues if music else 0)]
    placed = [_with_hits(cue) for cue in placed]
    scores = [long_score(cue) for cue in placed]
    recordings = [
        make_recording(s, c, before=min(12, c.in_frame))
        for s, c in zip(scores, placed, strict=True)
    ]
    seen = make_seen(edit.duration_frames)
    step = max(1, len(seen.shots) // 5)
    scenes = tuple(
        Scene(
            i + 1,
            seen.shots[a].start_frame,
            seen.shots[min(a + step, len(seen.shots)) - 1].end_frame,
            tuple(range(a, min(a + step, len(seen.shots)))),
            "dark, slow" if i % 2 else "warm, restless",
        )
        for i, a in enumerate(range(0, len(seen.shots), step))
    )
    return Run(
        edit=edit,
        seen=seen,
        scenes=scenes,
        heard=make_heard(seconds),
        mood=make_mood(seconds),
        works=place_works(placed, scores, recordings),
        programme=Programme(-23.1, -1.4, SpeechMargin(16.2, 11.9, 0)) if music else None,
        remarks=(
            Remark(
                "existing-music",
                "Music is already in the edit from 0:12 to 0:20.",
                "--existing avoid",
            ),
            Remark(
                "cue-skipped", "1m09 was not rendered.", "Free some space.", "1m09", skipped=True
            ),
        ),
        engines=(EngineUse("emotion", "lexicon", "a trained classifier would be better"),),
        timing=(StageTime("listen", 3.21, cached=True), StageTime("render", 4.5)),
        soundfont=FONT if music else None,
    )


def _with_hits(cue: Cue) -> Cue:
    kinds = ("entry", "hard", "soft", "hard", "swell", "stop")
    frames = [cue.in_frame + i * (cue.out_frame - cue.in_frame) // 6 for i in range(6)]
    hits = tuple(
        Hit(frame, kind, 1 - i / 10, "cut", ordered=i == 1, label="문" if i == 1 else "")  # type: ignore[arg-type]
        for i, (frame, kind) in enumerate(zip(frames, kinds, strict=True))
    )
    third = (cue.out_frame - cue.in_frame) // 3
    speech = Span.of_frames(cue.in_frame + third, cue.in_frame + 2 * third, cue.rate)
    return Cue(
        cue.id, cue.uid, cue.in_frame, cue.out_frame, cue.rate, cue.scene, cue.style, SAD,
        (MoodPoint(0.0, SAD),), hits, (speech,), seed=cue.seed,
    )  # fmt: skip
