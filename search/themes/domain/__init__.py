"""Verbs of themes."""
