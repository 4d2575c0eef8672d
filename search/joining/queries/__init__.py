"""Reads of joinings."""
