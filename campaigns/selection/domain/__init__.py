"""Verbs of the selection: experts pick, owners make it."""
