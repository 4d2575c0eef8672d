"""Verbs about topics, their questions and conclusions."""
