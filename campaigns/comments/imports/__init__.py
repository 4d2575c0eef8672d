"""Comments brought in from files of other places: trees of any depth, nothing lost of what others have answered."""
