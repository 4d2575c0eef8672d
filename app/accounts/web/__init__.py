"""Pages of people: signing up and in, one's own page, and the administrators' lists."""
