"""Tokens are made, used and taken back; answers are kept."""
