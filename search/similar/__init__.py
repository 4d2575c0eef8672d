"""Ideas that ask for the same: found while one writes, and kept for the page of each."""
