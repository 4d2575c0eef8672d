"""The list of digests and their pages."""
