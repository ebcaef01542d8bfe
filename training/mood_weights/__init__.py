"""Fits the weights of the mood's evidence to scenes that a user marked (see README.md)."""
