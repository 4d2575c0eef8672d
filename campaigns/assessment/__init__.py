"""Expert assessment: a score-card, who assesses what, scores that stay blind until all are in."""
