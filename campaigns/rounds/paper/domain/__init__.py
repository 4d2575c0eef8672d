"""Verbs of paper and codes: they begin piles, keep what people read, settle, and make sheets."""
