"""Comparing rules: the same ballots through every rule that fits, and who is represented."""
