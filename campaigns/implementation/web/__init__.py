"""Pages of the implementation."""
