"""The pages of a vote: the ballot, its check, the confirmation."""
