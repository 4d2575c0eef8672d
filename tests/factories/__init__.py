"""Rows to begin with, one function a model. Each keeps in a step of its own and returns the row."""
