"""Rules of rounds: their shape, what is wrong with one, and the sentences in which people read it."""
