"""Pages of people about the door for other programs: their tokens, and how it is used."""
