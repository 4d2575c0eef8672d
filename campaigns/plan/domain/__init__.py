"""Verbs of the plan: they write, check the rules and announce what happened."""
