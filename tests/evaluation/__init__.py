"""Sets of our own with known answers, for figures that are guarded where real data are absent."""
