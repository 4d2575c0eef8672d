"""The final report of a campaign: its draft, which the owner writes, and its editions, which are frozen and signed."""
