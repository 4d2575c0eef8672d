"""The formats of a digest. Each turns the same tree (`app.digests.outline`) into the bytes of a file, and the same tree into the same bytes."""
