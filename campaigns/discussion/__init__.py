"""Discussion: topics with their closed questions, and the conclusion that names the problems."""
