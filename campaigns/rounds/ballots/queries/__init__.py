"""Reads of options and of who has voted."""
