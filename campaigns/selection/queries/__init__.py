"""Reads of selections, shaped for pages. They never write."""
