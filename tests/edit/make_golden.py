"""Write the samples' goldens anew: python -m tests.edit.make_golden; then read the diff."""

from __future__ import annotations

from pathlib import Path

from tests.edit.make_edits import described

from scenescore.edit import read_edit
from scenescore.errors import EditUnreadable

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "edits"


def text_of(path: Path) -> str:
    """What a sample reads as: the edit, or the sentence with which it is refused."""
    try:
        return described(read_edit(path))
    except EditUnreadable as error:
        return f"refused: {error.message} {error.hint}\n"


def main() -> None:
    for path in sorted(SAMPLES.glob("*/*")):
        (GOLDEN / f"{path.name}.txt").write_text(text_of(path), encoding="utf-8")


if __name__ == "__main__":
    main()
