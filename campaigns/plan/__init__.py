"""Campaigns as their owners plan them: a timeline of windows, each of a kind; templates; launch; announced changes."""
