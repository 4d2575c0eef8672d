"""Reads of identities."""
