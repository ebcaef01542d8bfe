"""Write lanes into every sample edit and compare the rest: `python bench/edits.py [FOLDER]`.

Expected for every readable file: `identical`. OTIO files are compared as JSON with the input, FCP7
XML as text; formats that OTIO translates are compared with what its adapter reads of them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from scenescore.edit import read_edit
from scenescore.edit.fcp7_lanes import add_lanes_to_xml
from scenescore.edit.lanes import parse_tree, write_scored
from scenescore.edit.loading import load_timeline
from scenescore.edit.scored_tracks import Tree
from scenescore.edit.scored_tree import absolute_url, with_absolute_urls, without_lanes
from scenescore.errors import ScoreError
from scenescore.model import Edit, Hit, Lane
from scenescore.timebase import frames_to_samples

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "edits"


def synthetic_lanes(edit: Edit) -> list[Lane]:
    """Two lanes whose tails overlap, over the middle of the edit."""
    length = edit.duration_frames
    bounds = [(length // 8, length // 2), (length // 2 - length // 16, length)]
    return [
        Lane(
            track=f"Score {track}",
            name=f"1m0{number}",
            cue=f"uid{number}",
            path=f"/results/cue {number}.wav",
            samples=frames_to_samples(end - start, edit.rate) + 96_000,
            start_frame=start,
            end_frame=end,
            hits=(Hit(start, "entry", 1.0, "scene"),),
        )
        for number, (track, (start, end)) in enumerate(zip("AB", bounds, strict=True), start=1)
    ]


def original(edit: Edit) -> Tree:
    """The edit as it was, with what may change changed: relative media URLs absolute."""
    source = Path(edit.source)
    if edit.format == "otio":
        tree = parse_tree(source.read_bytes())
    else:
        rate = str(edit.rate.fps)
        loaded = load_timeline(source, edit.timeline, rate).to_json_string()
        tree = parse_tree(loaded.encode())
    return with_absolute_urls(tree, lambda url: absolute_url(url, source.parent))


def compare(edit: Edit, folder: Path) -> str:
    """ "identical", or what differs: after writing, and after scoring the result once more."""
    before = Path(edit.source).read_bytes()
    paths = write_scored(edit, synthetic_lanes(edit), folder)
    wanted = original(edit)
    differs = [] if rest_of(paths[0], edit.timeline) == wanted else ["otio"]
    # What OTIO translates is written with the chosen timeline alone.
    timeline = edit.timeline if edit.format == "otio" else None
    again = write_scored(read_edit(paths[0], timeline=timeline), [], folder / "again")
    if rest_of(again[0], edit.timeline) != wanted or count_tracks(again[0]) != count_tracks(wanted):
        differs.append("second run")
    if len(paths) > 1 and add_lanes_to_xml(paths[1].read_bytes(), edit, []) != before:
        differs.append("xml")
    if Path(edit.source).read_bytes() != before:
        differs.append("INPUT TOUCHED")
    return "identical" if not differs else "differs: " + ", ".join(differs)


def rest_of(scored: Path, timeline: str | None) -> Tree:
    return without_lanes(parse_tree(scored.read_bytes()), timeline)


def count_tracks(scored: Path | Tree) -> int:
    tree = parse_tree(scored.read_bytes()) if isinstance(scored, Path) else scored
    return len(tree["tracks"]["children"])


def names(path: Path) -> list[str | None]:
    """The timelines to try: all, where a file holds several."""
    try:
        read_edit(path)
    except ScoreError as error:
        if "timelines" in error.message:
            return [str(number) for number in range(1, error.message.count("'") // 2 + 1)]
    return [None]


def main(data: Path) -> int:
    """Print a row a timeline; the number of those that differ."""
    failures = 0
    print("| file | timeline | format | rate | frames | the rest after writing |")
    print("|---|---|---|---|---|---|")
    for path in sorted(p for p in data.glob("*/*") if p.is_file()):
        for name in names(path):
            try:
                edit = read_edit(path, timeline=name)
            except ScoreError as error:
                print(f"| {path.parent.name}/{path.name} | {name or ''} | | | | {error.message} |")
                continue
            with tempfile.TemporaryDirectory() as folder:
                result = compare(edit, Path(folder))
            failures += result != "identical"
            row = (path.parent.name + "/" + path.name, edit.name, edit.format, str(edit.rate))
            print(f"| {' | '.join(row)} | {edit.duration_frames} | {result} |")
    return failures


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA))
