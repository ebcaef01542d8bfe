"""What the editor decided: cues, takes, hits, moods; saved beside the edit. Knows no Qt."""
