"""Reads of the assessment, shaped for pages. They never write."""
