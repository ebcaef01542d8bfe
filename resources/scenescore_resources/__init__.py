"""Tables, palettes, models, translations and icons: data only, no code."""
