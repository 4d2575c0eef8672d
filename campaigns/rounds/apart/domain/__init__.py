"""What is done about votes set apart."""
