"""Writing XML that every reader takes, whatever names an edit has."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_NEVER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that XML 1.0 (section 2.2) holds in no way; names that were pasted somewhere have some."""


def xml_text(root: Element) -> str:
    """An element as text, without the signs that would make it unreadable."""
    return _NEVER.sub("", ElementTree.tostring(root, "unicode"))


def xml_file(root: Element, doctype: str = "") -> bytes:
    """A whole file of XML in UTF-8, indented; `doctype` names the kind of document."""
    ElementTree.indent(root)
    kind = f"<!DOCTYPE {doctype}>\n" if doctype else ""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{kind}{xml_text(root)}\n'.encode()
