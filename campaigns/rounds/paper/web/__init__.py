"""Pages of paper and codes."""
