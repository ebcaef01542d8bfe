"""Score to sound: stems, mix, and the gain that keeps out of the way of dialogue."""
