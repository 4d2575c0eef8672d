"""Reads of a ledger: entries, checkpoints, proofs, receipts. They never write."""
