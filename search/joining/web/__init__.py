"""Pages of joinings."""
