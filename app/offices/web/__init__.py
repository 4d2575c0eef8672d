"""The list of departments."""
