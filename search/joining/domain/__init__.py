"""Verbs of joinings."""
