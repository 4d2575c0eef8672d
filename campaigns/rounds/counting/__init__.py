"""Counting: pure functions from votes to places. Standard library only, exact numbers, the same for any order of input.

`counts.count` counts ballots by the rule of a vote, `supports.count` the supports of ideas.
"""
