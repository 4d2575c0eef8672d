"""Themes of a campaign's ideas: suggested by their words, named by people, and only then shown to everyone."""
