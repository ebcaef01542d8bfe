"""A mood that the user orders for the whole edit, blended into what was felt."""

from __future__ import annotations

import numpy as np

from scenescore.errors import BadArgument
from scenescore.model import Mood
from scenescore.mood.places import Values
from scenescore.mood.tables import emotions
from scenescore.settings import EMOTIONS, MoodOrder


def place_of(emotion: str) -> Mood:
    """The mood that the name of an emotion stands for. Raises BadArgument for an unknown name."""
    if emotion not in EMOTIONS:
        raise BadArgument(f"There is no mood “{emotion}”.", f"Moods: {', '.join(EMOTIONS)}.")
    place = emotions().places[emotion]
    return Mood(place.valence, place.arousal, place.tension, emotion)


def obey(axes: Values, shares: Values, order: MoodOrder) -> tuple[Values, Values]:
    """Axes (n, 3) and probabilities (n, 7) drawn towards an ordered emotion by its strength.

    At strength 1 the emotion is the ordered one throughout, at its place in the space; the curve's
    own rise and fall of arousal and tension stays in small (`relief` in the table), so that the
    music still breathes with the picture. Raises BadArgument for an unknown emotion or strength.
    """
    mood = place_of(order.emotion)
    if not 0.0 <= order.strength <= 1.0:
        raise BadArgument(
            f"A mood's strength lies between 0 and 1, not at {order.strength:g}.",
            f"Write for example --mood {order.emotion}:0.7.",
        )
    target = np.array((mood.valence, mood.arousal, mood.tension))
    rise = (axes - axes.mean(axis=0)) * (0.0, emotions().relief, emotions().relief)
    wanted = np.clip(target + rise, -1.0, 1.0)
    named = np.eye(len(EMOTIONS))[EMOTIONS.index(order.emotion)]
    return (
        axes + order.strength * (wanted - axes),
        shares + order.strength * (named - shares),
    )
