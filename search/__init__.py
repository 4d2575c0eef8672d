"""Search: the index behind one seam, its upkeep from stale rows, the page of results."""
