"""Verbs of rounds: they fix the rule, close, count, sign and publish."""
