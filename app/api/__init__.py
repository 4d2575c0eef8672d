"""The door for other programs: /api/v1, the same verbs and queries as the pages, and the tokens that people give to programs."""
