"""`python -m scenescore_premiere FOLDER` writes the panel's package there and says its path."""

from __future__ import annotations

import sys
from pathlib import Path

from scenescore_premiere import pack

if __name__ == "__main__":
    sys.stdout.write(f"{pack(Path(sys.argv[1] if len(sys.argv) > 1 else '.'))}\n")
