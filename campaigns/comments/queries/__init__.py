"""Reads about threads. They never write."""
