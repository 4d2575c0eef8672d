"""Topics as pages need them. Nothing here writes."""
