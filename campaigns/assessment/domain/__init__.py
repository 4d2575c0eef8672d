"""Verbs of the assessment: owners write the score-card and give out ideas, experts assess."""
