"""Verbs that write about any text people bring."""
