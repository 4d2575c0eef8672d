"""Reads of answers, shaped for pages. They never write."""
