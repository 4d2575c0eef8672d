"""Ideas: what is inconvenient, what is proposed, what will change; drafts, support, the fair order."""
