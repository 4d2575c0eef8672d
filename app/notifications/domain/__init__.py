"""Verbs: people are told, read, choose."""
