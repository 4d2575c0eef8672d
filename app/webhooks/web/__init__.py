"""Pages of those who keep webhooks."""
