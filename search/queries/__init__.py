"""What is read for the index and from it."""
