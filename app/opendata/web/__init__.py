"""The page of open data and its files."""
