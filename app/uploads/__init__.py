"""Uploads: files people bring. What they are is told by their bytes; no browser ever runs them."""
