"""Reads of cases, statements and numbers, shaped for pages."""
