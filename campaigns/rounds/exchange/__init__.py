"""Votes brought in from files of other places and given out in their forms: Pabulib's `.pb` and the tables of pol.is."""
