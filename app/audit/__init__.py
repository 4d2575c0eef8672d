"""Append-only chains of what was done: one per campaign, one for the platform."""
