"""The open journal of votes: a tree that only grows, checkpoints, receipts, and the files anyone may check."""
