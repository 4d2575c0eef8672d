"""Reads about any text people bring. They never write."""
