"""How the emotion of words was learned, exported, calibrated and measured (see README.md)."""
