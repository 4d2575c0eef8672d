"""Verbs that write about comments, stands and reactions."""
