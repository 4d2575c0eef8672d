"""Whoosh, the default engine: an index in a folder of the instance. Nothing else in Veche imports Whoosh.

Whoosh keeps the postings; the words are cut by search.analysis and the answers ranked by search.ranking, so Whoosh's own
analysers, query parser (its wildcards can be made to run for half a minute) and scoring are not used.
"""

from search.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
