"""Verbs: cases are opened, claimed, decided."""
