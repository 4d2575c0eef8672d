"""Verbs of the implementation: officials and owners report, residents contest."""
