"""Verbs of answers: owners assign, officials answer, extend and pass on."""
