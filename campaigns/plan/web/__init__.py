"""Pages of campaigns: for everyone, and the plan for owners."""
