"""The emotion of words: phrases in, the same phrases with shares of the seven emotions out."""

from scenescore.mood.text.english import WordsEmotion
from scenescore.mood.text.model_files import model_version
from scenescore.mood.text.reading import WordsRead, emotions_of_words, read_words, with_words

__all__ = [
    "WordsEmotion",
    "WordsRead",
    "emotions_of_words",
    "model_version",
    "read_words",
    "with_words",
]
