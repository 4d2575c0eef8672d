"""Ballots from outside the site: piles of paper, and codes for people without an account."""
