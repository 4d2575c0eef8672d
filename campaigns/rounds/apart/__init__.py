"""Votes set apart by a published rule, the traces it reads, and people who look at them again."""
