"""How music was learned to be told from speech, noise and room tone (see README.md)."""
