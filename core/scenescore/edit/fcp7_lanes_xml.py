"""An XML file as elements that know where in the text they stand, so that the text can be kept.

Parsing and writing XML again would lose comments, spacing and the document type. Here a change is
an insertion or deletion in the text; every other character stays.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from scenescore.errors import EditUnreadable

_DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']""")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


@dataclass(slots=True)
class Element:
    """An element of the file: `start` … `end` are offsets of its first and last byte + 1.

    `inner_end` is where its end tag begins; it equals `start` for an empty tag like `<audio/>`.
    """

    tag: str
    start: int
    inner_end: int = 0
    end: int = 0
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        return [child for child in self.children if child.tag == tag]

    def first(self, *path: str) -> Element | None:
        """The first element down a path of tags, or None."""
        here: Element | None = self
        for tag in path:
            here = next(iter(here.all(tag)), None) if here else None
        return here

    def words(self, *path: str) -> str:
        """The text of the element at a path, or ""."""
        found = self.first(*path)
        return found.text.strip() if found else ""

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Change:
    """Bytes `start` … `end` give way to `text`."""

    start: int
    end: int
    text: str = ""


def decoded(content: bytes) -> tuple[bytes, str]:
    """The file as UTF-8 and the name of the encoding it came in."""
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), "")
    if not encoding:
        declared = _DECLARED.match(content)
        encoding = declared[1].decode() if declared else "utf-8"
    try:
        return content.decode(encoding).encode("utf-8"), encoding
    except (LookupError, UnicodeError) as error:
        raise _unreadable(str(error)) from error


def parse(text: bytes) -> Element:
    """The root element of UTF-8 text. Raises EditUnreadable; entities are never expanded."""
    root = Element("", 0)
    open_elements = [root]
    parser = expat.ParserCreate("UTF-8")

    def start(tag: str, _attributes: dict[str, str]) -> None:
        element = Element(tag, parser.CurrentByteIndex)
        open_elements[-1].children.append(element)
        open_elements.append(element)

    def end(_tag: str) -> None:
        element = open_elements.pop()
        here = parser.CurrentByteIndex
        empty = not element.children and not element.text and text[here - 2 : here] == b"/>"
        element.inner_end = element.start if empty else here
        element.end = here if empty else text.index(b">", here) + 1

    def characters(data: str) -> None:
        open_elements[-1].text += data

    def entity(name: str, *_: object) -> None:
        raise _unreadable(f"the entity {name} is declared")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise _unreadable(str(error)) from error
    return root.children[0]


def changed(text: bytes, changes: list[Change]) -> bytes:
    """The text with changes that do not overlap."""
    for change in sorted(changes, key=lambda change: change.start, reverse=True):
        text = text[: change.start] + change.text.encode("utf-8") + text[change.end :]
    return text


def _unreadable(detail: str) -> EditUnreadable:
    return EditUnreadable(
        "The XML of the edit cannot be read.", "Export it again from the editing program.", detail
    )
