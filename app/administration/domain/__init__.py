"""Verbs of administrators."""
