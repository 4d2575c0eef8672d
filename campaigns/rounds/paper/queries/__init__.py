"""Reads of paper and codes. They never write."""
