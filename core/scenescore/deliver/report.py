"""The report of a run as data: CONTRACT's `scenescore.report/1`."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from scenescore import __version__
from scenescore.cache import write_text
from scenescore.deliver.felt import agreement_entry, mood_entry
from scenescore.deliver.found import found_music
from scenescore.deliver.notation import key_name, main_metre, metre_changes
from scenescore.deliver.numbers import bounds, number, numbers
from scenescore.deliver.provenance import provenance_of, soundfont_facts
from scenescore.deliver.run import Run, Work
from scenescore.model import EngineUse, HeardHit, Phrase, Remark
from scenescore.mood import agreements
from scenescore.settings import EMOTIONS

if TYPE_CHECKING:
    from scenescore.render import Programme

SCHEMA = "scenescore.report/1"

T = TypeVar("T")
Table = dict[str, Any]


def write_report(run: Run, folder: Path, kinds: Sequence[str] = ("json", "html")) -> list[Path]:
    """Write `report.json` and `report.html`, or one of them. Raises OutputUnwritable."""
    from scenescore.deliver.html import report_html

    report = build_report(run)
    makers = {
        "json": lambda: as_text(report),
        "html": lambda: report_html(run, report),
    }
    paths = [folder / f"report.{kind}" for kind in kinds]
    for path, kind in zip(paths, kinds, strict=True):
        write_text(path, makers[kind]())
    return paths


def as_text(report: Table) -> str:
    """JSON with one line an entry, so that it can be read and compared, and is not mostly space."""
    lines = ",\n".join(f"{_json(key)}: {_entries(value)}" for key, value in report.items())
    return f"{{\n{lines}\n}}\n"


def _entries(value: object) -> str:
    if isinstance(value, dict):
        return "{\n " + ",\n ".join(f"{_json(k)}: {_json(v)}" for k, v in value.items()) + "\n}"
    if isinstance(value, list) and value:
        return "[\n " + ",\n ".join(map(_json, value)) + "\n]"
    return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def build_report(run: Run) -> Table:
    """All that a run found and made. Times are seconds, rounded to microseconds."""
    edit = run.edit
    return {
        "schema": SCHEMA,
        "edit": {
            "name": edit.name,
            "rate": [edit.rate.fps.numerator, edit.rate.fps.denominator],
            "start_frame": edit.start_frame,
            "duration_frames": edit.duration_frames,
            "drop_frame": edit.drop_frame,
            "source": Path(edit.source).name,
            "format": edit.format,
        },
        "shots": _shots(run),
        "scenes": [{**asdict(scene), "shots": list(scene.shots)} for scene in run.scenes],
        "markers": [
            {**bounds(m.span), "text": m.text, "colour": m.colour} for m in run.edit.markers
        ],
        "speech": _speech(run),
        "sound": [
            {**bounds(s.span), "kind": s.kind, "confidence": number(s.confidence)}
            for s in run.heard.sound
        ],
        "music": [found_music(each) for each in run.heard.music],
        "mood": mood_entry(run.mood, run.weights),
        "agreement": [
            agreement_entry(each) for each in agreements(run.mood, run.heard, run.weights)
        ],
        "cues": [_cue(work, run) for work in run.works],
        "programme": _programme(run.programme),
        "notes": [asdict(remark) for remark in all_remarks(run)],
        "engines": [asdict(engine) for engine in all_engines(run)],
        "timing": [{**asdict(t), "seconds": number(t.seconds)} for t in run.timing],
        "version": {
            "scenescore": __version__,
            "python": platform.python_version(),
            "soundfont": soundfont_facts(run.soundfont),
        },
    }


def all_remarks(run: Run) -> list[Remark]:
    """What was skipped or is doubtful anywhere, each said once."""
    return _once(run.edit.remarks, run.seen.remarks, run.heard.remarks, run.remarks)


def all_engines(run: Run) -> list[EngineUse]:
    return _once(run.seen.engines, run.heard.engines, run.engines)


def _once(*groups: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(item for group in groups for item in group))


# --- what was heard and felt ----------------------------------------------------------------------


def _shots(run: Run) -> list[Table]:
    """Every shot, with the path of its small picture in the cache where one was taken."""
    stills = {still.shot: still.path for still in run.seen.stills}
    return [
        {**asdict(shot), "still": stills.get(index)} for index, shot in enumerate(run.seen.shots)
    ]


def _speech(run: Run) -> list[Table]:
    """Every phrase, and speech that no phrase has words for, in order."""
    phrases = list(run.heard.phrases)
    wordless = [
        Phrase(speech.span, confidence=speech.confidence)
        for speech in run.heard.speech
        if not any(phrase.span.overlaps(speech.span) for phrase in phrases)
    ]
    return [_phrase(phrase) for phrase in sorted([*phrases, *wordless], key=lambda p: p.span)]


def _phrase(phrase: Phrase) -> Table:
    emotions = dict(zip(EMOTIONS, numbers(phrase.emotions or ()), strict=False)) or None
    voice = phrase.voice
    return {
        **bounds(phrase.span),
        "text": phrase.text,
        "language": phrase.language,
        "emotion": max(emotions, key=lambda name: emotions[name] or 0) if emotions else None,
        "emotions": emotions,
        "confidence": number(phrase.confidence),
        "voice": {key: number(value) for key, value in asdict(voice).items()} if voice else None,
    }


# --- what was made --------------------------------------------------------------------------------


def _cue(work: Work, run: Run) -> Table:
    cue, score, recording = work.cue, work.score, work.recording
    return {
        "id": cue.id,
        "uid": cue.uid,
        "in_frame": cue.in_frame,
        "out_frame": cue.out_frame,
        "lane_start_frame": recording.lane_start_frame,
        "lane_end_frame": recording.lane_end_frame,
        "lane": work.lane,
        "scene": cue.scene,
        "style": work.style,
        "mood": cue.mood.emotion,
        "feeling": {
            "valence": number(cue.mood.valence),
            "arousal": number(cue.mood.arousal),
            "tension": number(cue.mood.tension),
        },
        "ending": cue.ending,
        "key": key_name(score),
        "follows": _followed(work),
        "metre": main_metre(score),
        "metres": [[index, name] for index, name in metre_changes(score)],
        "seed": score.seed,
        "tempo_map": [[number(beat), number(seconds)] for beat, seconds in score.tempo.knots],
        "hits": [_hit(heard) for heard in heard_hits(work)],
        "themes": [{"name": theme.name, "bars": list(theme.bars)} for theme in score.themes],
        "stems": [stem.name for stem in recording.stems],
        "samples": recording.samples,
        "loudness": {
            "integrated_lufs": number(recording.loudness.integrated_lufs),
            "true_peak_dbtp": number(recording.loudness.true_peak_dbtp),
        },
        "provenance": provenance_of(cue, score, run.soundfont),
    }


def _followed(work: Work) -> Table | None:
    """Tempo and key that a cue has from music of the edit; null for what it has of its own."""
    follows = work.cue.follows
    if follows.tempo_bpm is None and follows.tonic is None:
        return None
    key = None if follows.tonic is None else key_name(work.score)
    return {"tempo_bpm": number(follows.tempo_bpm), "key": key}


def heard_hits(work: Work) -> list[HeardHit]:
    """Every hit of the score in order, with what was measured of it on the sound."""
    measured = {heard.hit: heard for heard in work.recording.hits}
    hits = dict.fromkeys([*work.score.hits, *measured])
    return sorted(
        (measured.get(hit, HeardHit(hit, None)) for hit in hits), key=lambda h: h.hit.hit.frame
    )


def _hit(heard: HeardHit) -> Table:
    met = heard.hit
    return {
        "frame": met.hit.frame,
        "kind": met.hit.kind,
        "weight": number(met.hit.weight),
        "beat": number(met.beat),
        "bar": met.bar,
        "heard_error_ms": number(heard.error_ms),
        "stands_out": heard.stands_out,
        "source": met.hit.source,
        "ordered": met.hit.ordered,
        "label": met.hit.label,
        "on_barline": met.on_barline,
    }


def _programme(programme: Programme | None) -> Table | None:
    if programme is None:
        return None
    margin = programme.speech_minus_music
    return {
        "integrated_lufs": number(programme.integrated_lufs),
        "true_peak_dbtp": number(programme.true_peak_dbtp),
        "speech_minus_music_lu": None
        if margin is None
        else {
            "median": number(margin.median),
            "p5": number(margin.p5),
            "windows_under_10": margin.windows_under_10,
            "windows": margin.windows,
            "lowest": number(margin.lowest),
        },
    }
