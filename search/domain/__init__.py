"""What changes the index and its marks."""
