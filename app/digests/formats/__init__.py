"""The formats of a digest. Each turns the tree of `app.digests.outline` into a file; the same tree gives the same bytes."""
