"""Reads of rounds: the recount, and results shaped for pages. They never write."""
