"""Reads of webhooks and their journals."""
