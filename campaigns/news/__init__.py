"""News: what the organiser tells the followers of a campaign."""
