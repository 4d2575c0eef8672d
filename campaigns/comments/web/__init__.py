"""Addresses of threads and comments."""
