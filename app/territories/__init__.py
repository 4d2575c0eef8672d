"""Places and their levels: a region, its towns and districts, villages."""
