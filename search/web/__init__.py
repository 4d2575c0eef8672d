"""The page of search."""
