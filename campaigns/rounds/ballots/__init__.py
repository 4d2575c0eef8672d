"""Ballots: what may be chosen, what people chose, and the running count of it."""
