"""Reads of digests: what a snapshot is made of, and which digests there are. They never write."""
