"""Pages of votes set apart."""
