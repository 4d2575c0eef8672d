"""Reads of the implementation, shaped for pages. They never write."""
