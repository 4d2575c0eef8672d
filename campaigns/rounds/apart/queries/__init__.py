"""What is read about votes set apart."""
