"""Rounds: whatever is closed and counted. The rule is fixed before, the close is a fact, the tally recounts everything."""
