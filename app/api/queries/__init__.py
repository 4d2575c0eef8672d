"""Reads of the API’s own tables."""
