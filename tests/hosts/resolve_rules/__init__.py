"""What people measured of Resolve's scripting: shown in the double, and survived by the host.

Importing this package fills `DOUBLE` and `HOST`, which `test_resolve_rules.py` runs.
"""

from . import laying, program, reading
from .bench import DOUBLE, HOST, Bench

__all__ = ["DOUBLE", "HOST", "Bench", "laying", "program", "reading"]
