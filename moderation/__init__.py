"""Moderation that explains itself: cases, checks, decisions, statements of reasons, the queue."""
