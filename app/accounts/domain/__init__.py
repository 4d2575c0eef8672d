"""What is done with people's accounts."""
