"""What became of ideas that were accepted: milestones, progress with evidence, and whether residents agree."""
