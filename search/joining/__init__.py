"""Joining ideas that say the same: proposed, agreed with their authors, done, and taken back exactly."""
