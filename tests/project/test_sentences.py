"""The finder of sentences finds them however they are written, and tells what it cannot follow."""

from __future__ import annotations

from pathlib import Path

from .sentences import Sentences

ROOM = '''
from scenescore.errors import EditUnreadable
from scenescore.tables import HINT
from scenescore.model import Remark

WHY = {"full": "the disk is full", "gone": "the disk is gone"}

class Torn(EditUnreadable):
    """A class of its own."""

def damaged(path, reason, *, hint=HINT):
    return Torn(f"{path.name} is torn: {reason}.", hint)

def read(path, several, count):
    if several:
        raise damaged(path, f"page {count} is gone")
    if count:
        raise damaged(path, reason="it is wet", hint="Dry " "it.")
    raise Torn("It holds no page" + (", only a cover" if several else "") + ".")

def remarks(path, names, error, count):
    message, hint = ("Two lie there.", "") if count else ("One lies there.", "Take it.")
    yield Remark("a", message, hint)
    yield Remark("b", "{} of {} are left.".format(count, path.name))
    text = f"{len(names)} page{'s are' if count > 1 else ' is'} blank, {count:.1f} torn."
    yield Remark("c", hint=advice(path), message=text, where="not a sentence")
    yield Remark("d", error.message, error.hint)
    for what in kinds():
        yield Remark("e", f"The {what} of {path.name} is lost.")
    yield Remark("f", WHY["full"])

def kinds():
    yield "first page"
    yield "last page"

def advice(path):
    return f"Look into {path}."
'''

SAID = {
    "{0} is torn: {1}.",
    "Bind it again.",
    "page {0} is gone",
    "it is wet",
    "Dry it.",
    "It holds no page.",
    "It holds no page, only a cover.",
    "Two lie there.",
    "One lies there.",
    "Take it.",
    "{0} of {1} are left.",
    "{0} pages are blank, {1} torn.",
    "{0} page is blank, {1} torn.",
    "Look into {0}.",
    "The first page of {0} is lost.",
    "The last page of {0} is lost.",
    "the disk is full",
    "the disk is gone",
}


def _found(tmp_path: Path, room: str) -> Sentences:
    root = tmp_path / "scenescore"
    root.mkdir()
    (root / "errors.py").write_text(
        "class ScoreError(Exception): ...\nclass EditUnreadable(ScoreError): ...\n"
    )
    (root / "tables.py").write_text('HINT = "Bind it again."\n')
    (root / "room.py").write_text(room)
    return Sentences(root)


def test_sentences_are_found_however_they_are_written(tmp_path: Path) -> None:
    found = _found(tmp_path, ROOM)
    assert set(found.said) == SAID
    assert found.lost == []
    assert found.said["{0} is torn: {1}."].phrases == {1}


def test_what_cannot_be_followed_is_told(tmp_path: Path) -> None:
    found = _found(tmp_path, "def f(path):\n    return Remark('a', path.read_text(), str(path))\n")
    assert found.said == {}
    assert [line.partition(": ")[2] for line in found.lost] == ["path.read_text()", "str(path)"]
