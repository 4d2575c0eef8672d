"""What is done to news."""
