"""Named random streams: what is drawn in one place never shifts what is drawn in another."""

from __future__ import annotations

import hashlib
import random


def stream(seed: int, *names: object) -> random.Random:
    """A generator for one named place, e.g. `stream(seed, cue.uid, "melody", part, phrase)`.

    The names are hashed, so that a change to one cue, part or phrase leaves every other stream as
    it was, in every process and on every machine.
    """
    text = "\x1f".join([str(seed), *map(str, names)])
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).digest()
    return random.Random(int.from_bytes(digest[:16]))
