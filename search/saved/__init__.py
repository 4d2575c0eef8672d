"""Searches that people keep, and are told of what they find anew."""
