"""Our parts inside editing programs: placed, found wrong, taken away."""
