"""Digests: documents made of frozen snapshots; each statement cites its ideas, the same snapshot gives the same bytes."""
