"""What the rules rank by: one exact number an idea, more is better."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import isqrt
from typing import Any

from campaigns.rounds.counting.values import Tally

# The quantiles of the normal distribution for a bound on one side, in millionths.
QUANTILES = {"0.9": 1_281_552, "0.95": 1_644_854, "0.99": 2_326_348}
MILLION = 10**6
FINE = 10**9


def votes(tally: Tally, _rule: Mapping[str, Any], _on_ballot: int) -> Fraction:
    """How many ballots name the idea: approval voting, rule AV of Lackner and Skowron, Multi-Winner Voting with Approval
    Preferences (2023), chapter 2; with one mark a ballot, plurality.
    """
    return Fraction(tally.votes)


def total(tally: Tally, _rule: Mapping[str, Any], _on_ballot: int) -> Fraction:
    """The sum of the points given to the idea: cumulative voting, Glasser, Game Theory and Cumulative Voting for Corporate
    Directors, Management Science 5 (1959).
    """
    return Fraction(tally.total)


def net(tally: Tally, _rule: Mapping[str, Any], _on_ballot: int) -> Fraction:
    """Those for the idea less those against it: combined approval voting, Felsenthal, On Combining Approval with Disapproval
    Voting, Behavioral Science 34 (1989).
    """
    return Fraction(tally.votes - tally.against)


def lower_bound(tally: Tally, rule: Mapping[str, Any], _on_ballot: int) -> Fraction:
    """A mean score that the true one exceeds with the given confidence, so that one single 5 does not beat a hundred 4s.

    The lower bound of the mean with one score of each kind added, Miller, Ranking Items With Star Ratings (2014): with n scores
    and K kinds, mean - z * sqrt((mean of squares - mean * mean) / (n + K + 1)). The root is taken of whole numbers and cut after
    nine decimals, and so is the bound.
    """
    scores = range(rule["ballot"]["from"], rule["ballot"]["to"] + 1)
    number = tally.votes + len(scores)
    sum_, squares = tally.total + sum(scores), tally.squares + sum(score * score for score in scores)
    quantile = QUANTILES[rule["counting"]["confidence"]]
    # The square of what is taken off, times FINE * FINE.
    taken_off = quantile**2 * (squares * number - sum_**2) * FINE**2 // (MILLION**2 * number**2 * (number + 1))
    return Fraction(sum_ * FINE // number - isqrt(taken_off), FINE)


def borda(tally: Tally, rule: Mapping[str, Any], on_ballot: int) -> Fraction:
    """As many points for the first place as there are places, one less for each further one, none for what is not named.

    Borda, Mémoire sur les élections au scrutin (1781); a short ballot gives the ideas it leaves out nothing and those it names
    as much as a full one does ("rounding up", Emerson, The Original Borda Count and Partial Voting, Social Choice and Welfare
    40 (2013)). There are as many places as the ballot offers, and never more than ideas on it.
    """
    places = min(rule["ballot"]["most"], on_ballot)
    return Fraction(tally.votes * (places + 1) - tally.total)


Score = Callable[[Tally, Mapping[str, Any], int], Fraction]
BY: Mapping[str, Score] = {"votes": votes, "score": total}
BY_RULE: Mapping[str, Score] = {"net": net, "mean": lower_bound, "borda": borda}


def score_of(rule: Mapping[str, Any]) -> Score:
    """The number that the rule ranks by. Raises KeyError for a counting that this release does not know."""
    counting = rule["counting"]
    if counting["rule"] in BY_RULE:
        return BY_RULE[counting["rule"]]
    usual = "score" if counting["rule"] == "equal shares" and rule["ballot"]["kind"] == "points" else "votes"
    if counting["rule"] in {"most votes", "greedy", "equal shares"}:
        return BY[counting.get("by", usual)]
    raise KeyError(counting["rule"])
