"""The page of themes."""
