"""Reading news."""
