"""What is said about a rule that cannot be published."""

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason

NO_RULE = Reason("rule.unreadable", _l("This is no rule of a vote that this release knows."))
MISSING = Reason("rule.missing", _l("The rule does not say this, and it must."))
NOBODY = Reason("rule.nobody", _l("Say who may vote."))
NO_INSTANT = Reason("rule.instant", _l("Say the day before which people must have registered, or leave it empty."))
NO_BALLOT = Reason("rule.ballot", _l("Choose how people vote."))
HOW_MANY = Reason(
    "rule.how-many",
    _l("Say how many ideas one person may choose: from 1 to 1000, and no more at the least than at the most."),
)
HOW_MUCH = Reason("rule.how-much", _l("Say how much money there is: a whole number above zero."))
TWO_BUDGETS = Reason(
    "rule.two-budgets", _l("What people may spend on the ballot and what is given out must be one sum.")
)
SCORES = Reason("rule.scores", _l("The highest score must be above the lowest, and neither below 0 or above 100."))
POINTS = Reason("rule.points", _l("Say how many points one person shares out: from 1 to 1000."))
PLACES = Reason("rule.places", _l("Say how many ideas one person may put in order: from 1 to 1000."))
NO_COUNTING = Reason("rule.counting", _l("Choose how the votes are counted."))
UNFIT = Reason("rule.unfit", _l("Votes of this kind cannot be counted so: choose another way to count."))
WINNERS = Reason("rule.winners", _l("Say how many ideas win: from 1 to 1000."))
WINNERS_BY_BUDGET = Reason(
    "rule.winners-by-budget", _l("Here the money decides how many ideas win: leave the number out.")
)
NUMBER = Reason("rule.number", _l("Write a whole number, 0 or more."))
NO_CHANNEL = Reason("rule.channels", _l("Say where people can vote."))
PAPER_DAYS = Reason("rule.paper-days", _l("Paper may be entered for at most 14 days after the end."))
NO_PAPER = Reason(
    "rule.no-paper", _l("Days for entering paper make sense only where people vote on paper or at meetings.")
)
NOTHING_APART = Reason(
    "rule.nothing-apart", _l("The result cannot be the count without votes counted apart: no rule counts any apart.")
)
