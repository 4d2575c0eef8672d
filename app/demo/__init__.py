"""The demonstration: invented people, texts and departments that look like life and are marked as invented."""
