"""What is a person's own: what they agreed to, what they may take along, and their leaving."""
