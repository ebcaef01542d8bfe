"""One file an editing program; what they share stands in `live`, `verify`, `frames`, `tags`."""
