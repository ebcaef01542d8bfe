"""An edit of 90 minutes as it lies there when it was analysed, and a worker that scores it at once.

What was found in a short edit is repeated until it lasts long enough; so is its music. The panel
reads only that, never the edit itself.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from scenescore.cache import file_identity
from scenescore.model import Hit
from scenescore.timebase import to_seconds
from scenescore.worker.answers import ANALYSED, Scored, TakeMade
from scenescore.worker.orders import Source
from scenescore_ui.controller import Session
from scenescore_ui.work import changes
from scenescore_ui.work.model import CueWork, Work
from scenescore_ui.work.places import places_of
from scenescore_ui.work.saving import Document, save
from scenescore_ui.work.takes import TAKE_FILE, Takes

LONG_S = 90 * 60

Table = dict[str, Any]

REPLAY = """
import json, sys, time
from scenescore.timebase import SAMPLE_RATE

def say(**message):
    sys.stdout.write(json.dumps(message) + chr(10))
    sys.stdout.flush()

say(type="ready", protocol=1, version="", commands=["score"], log="")
for line in sys.stdin:
    order = json.loads(line)
    if order["type"] != "start":
        continue
    if order["command"] != "score":
        say(type="failed", id=order["id"], message="Not in this bench.", hint="", kind="ScoreError")
        continue
    seconds, pace = 10, 50
    for step in range(seconds * pace):
        share = step / seconds / pace
        say(type="progress", id=order["id"], stage="render", fraction=share, total=share, text="")
        time.sleep(1 / pace)
    result = json.load(open(sys.argv[1], encoding="utf-8"))
    say(type="done", id=order["id"], result=result)
"""
"""A worker whose score was made before: ten seconds of progress, then all of it at once."""


def long_edit(folder: Path, short: Path) -> Path:
    """An analysed edit of 90 minutes, made of what was found in a short one."""
    edit = folder / "long.otio"
    edit.write_text("only looked at by its date", encoding="utf-8")
    found, places = places_of(short).folder, places_of(edit)
    shutil.copytree(found, places.folder, ignore=shutil.ignore_patterns("takes", "open.lock"))
    files = json.loads((found / ANALYSED).read_text(encoding="utf-8"))
    for name, again in ((files["report"], repeated), (files["edit"], repeated_media)):
        path = places.folder / name
        path.write_text(json.dumps(again(json.loads(path.read_text("utf-8")))), encoding="utf-8")
    save(Document(Source(path=edit), identity=file_identity(edit)), places.file)
    return edit


def repeated(report: Table) -> Table:
    """A report over and over."""
    frames = report["edit"]["duration_frames"]
    numerator, denominator = report["edit"]["rate"]
    seconds = frames * denominator / numerator
    times = range(int(LONG_S / seconds) + 1)
    shots = len(report["shots"])

    def moved(entry: Table, number: int) -> Table:
        by_frame = {k: v + number * frames for k, v in entry.items() if k.endswith("_frame")}
        by_second = {k: entry[k] + number * seconds for k in ("start", "end") if k in entry}
        new = {**entry, **by_frame, **by_second}
        if "shots" in entry:
            new["id"] = number * len(report["scenes"]) + entry["id"]
            new["shots"] = [number * shots + each for each in entry["shots"]]
        return new

    mood = report["mood"]
    stretches = ("evidence", "abstained", "contradictions")
    count = len(mood["times"]) * len(times)
    curves = {
        k: v * len(times) for k, v in mood.items() if isinstance(v, list) and k not in stretches
    }
    curves["times"] = [number / 4 for number in range(count)]
    curves["emotions"] = {k: v * len(times) for k, v in mood["emotions"].items()}
    for name in stretches:
        curves[name] = [moved(each, n) for n in times for each in mood[name]]
    lists = ("shots", "scenes", "speech", "sound")
    return {
        **report,
        **{name: [moved(each, n) for n in times for each in report[name]] for name in lists},
        "mood": {**mood, **curves},
        "edit": {**report["edit"], "duration_frames": frames * len(times)},
    }


def repeated_media(edit: Table) -> Table:
    """The edit with its media over and over."""
    frames, rate = edit["duration_frames"], Fraction(str(edit["rate"]["fps"]))
    seconds = frames / rate
    times = range(int(LONG_S / seconds) + 1)

    def moved(clip: Table, number: int) -> Table:
        record = {k: str(Fraction(v) + number * seconds) for k, v in clip["record"].items()}
        return {**clip, "record": record}

    lists = {k: [moved(c, n) for n in times for c in edit[k]] for k in ("picture", "sound")}
    return {**edit, **lists, "duration_frames": frames * len(times)}


def long_score(session: Session, short: Path, answer: Path) -> int:
    """Lay the short edit's takes over and over the long one that is open; how many cues those are.

    `answer` is what a worker would say of them.
    """
    report, composing, opened = session.report, session._composing, session._opened
    assert report is not None
    assert composing is not None
    assert opened is not None
    source = places_of(short).folder
    takes = [t for p in sorted(source.glob("takes/*")) if (t := Takes(source).get(p.name))]
    frames = max(scene.end_frame for scene in report.scenes if scene.id <= _scenes(source))
    times = report.edit.duration_frames // frames
    made = [_moved(take, number, frames) for number in range(times) for take in takes]
    work = changes.with_cues(Work(), [take.cue for take in made])
    found = {one.uid: one for one in work.cues}
    named = []
    for take in made:
        one: CueWork = found[take.cue.uid]
        name = composing.name(work, one)
        folder = opened.takes.folder / "takes" / name
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "cues").exists():
            (folder / "cues").symlink_to(source / "takes" / take.take / "cues")
        whole = take.model_copy(update={"take": name})
        (folder / TAKE_FILE).write_text(whole.model_dump_json(), encoding="utf-8")
        named.append(name)
    answer.write_text(Scored(takes=tuple(named)).model_dump_json(), encoding="utf-8")
    return len(named)


def _scenes(folder: Path) -> int:
    return len(json.loads((folder / "report.json").read_text(encoding="utf-8"))["scenes"])


def _moved(take: TakeMade, number: int, frames: int) -> TakeMade:
    by = number * frames
    cue = take.cue
    shift = to_seconds(by, cue.rate)
    uid = f"{cue.uid}{number:04}"
    new = replace(
        cue,
        uid=uid,
        in_frame=cue.in_frame + by,
        out_frame=cue.out_frame + by,
        hits=tuple(Hit(h.frame + by, h.kind, h.weight, h.source, h.ordered) for h in cue.hits),
        dialogue=tuple(replace(d, start=d.start + shift, end=d.end + shift) for d in cue.dialogue),
    )
    facts = {k: v + by if k.endswith("_frame") else v for k, v in take.facts.items()}
    facts["uid"] = uid
    facts["hits"] = [{**hit, "frame": hit["frame"] + by} for hit in take.facts["hits"]]
    level = take.level.model_copy(update={"lane_start_frame": take.level.lane_start_frame + by})
    return take.model_copy(update={"cue": new, "facts": facts, "level": level})
