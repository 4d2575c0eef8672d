"""Verbs about factors and sign-ins."""
