"""Reads about people, shaped for pages."""
