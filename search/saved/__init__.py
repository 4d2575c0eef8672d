"""Searches that people keep, and hear of what is new in them."""
