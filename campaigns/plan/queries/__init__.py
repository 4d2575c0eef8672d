"""Reads of the plan, shaped for pages. They never write."""
