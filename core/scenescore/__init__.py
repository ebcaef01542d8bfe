"""SceneScore: original music for an edit, aligned to its cuts."""

__version__ = "0.1.0"
