"""What decisions are called on pages."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import BlockOutcome
from moderation.models import Basis, Decision, Outcome

# What the author reads about their text.
OUTCOMES: dict[Decision, Any] = {
    Decision.PUBLISH: _l("Published"),
    Decision.RETURN: _l("Returned to mend. Mend it and send it again: nothing is lost."),
    Decision.REJECT: _l("Not published."),
    Decision.HIDE: _l("Hidden. Only you and the moderators see it now."),
    Decision.REFER: _l("Not published here: another office is competent for it."),
    Decision.MASK: _l("Published without the personal data that were in it."),
    Decision.JOIN: _l("Published, and proposed to be joined with a similar one"),
}

# What the moderator chooses from.
CHOICES: dict[Decision, Any] = {
    Decision.RETURN: _l("Return to mend"),
    Decision.REJECT: _l("Do not publish"),
    Decision.HIDE: _l("Hide"),
    Decision.REFER: _l("Say which office is competent"),
}

# What the moderator is told after the decision, with the title of the text.
DONE: dict[Decision, Any] = {
    Decision.PUBLISH: _l("Published: %(title)s"),
    Decision.RETURN: _l("Returned to its author: %(title)s"),
    Decision.REJECT: _l("Not published: %(title)s"),
    Decision.HIDE: _l("Hidden: %(title)s"),
    Decision.REFER: _l("Referred to the competent office: %(title)s"),
    Decision.MASK: _l("Published without personal data: %(title)s"),
    Decision.JOIN: _l("Proposed to be joined with a similar one: %(title)s"),
}

# How a decided case is shown to other moderators.
DECIDED: dict[Decision, Any] = {
    Decision.PUBLISH: _l("published"),
    Decision.RETURN: _l("returned to mend"),
    Decision.REJECT: _l("not published"),
    Decision.HIDE: _l("hidden"),
    Decision.REFER: _l("referred to the competent office"),
    Decision.MASK: _l("published without personal data"),
    Decision.JOIN: _l("proposed to be joined with a similar one"),
}

# For how many days a text is hidden; None is for good.
TERMS: dict[int | None, Any] = {
    None: _l("For good"),
    1: _l("For a day"),
    7: _l("For a week"),
    30: _l("For 30 days"),
    90: _l("For 90 days"),
}

# What was decided, as a heading of a number.
TOLD: dict[Decision, Any] = {
    Decision.PUBLISH: _l("Published, or left as they were"),
    Decision.MASK: _l("Published without personal data"),
    Decision.RETURN: _l("Returned to mend"),
    Decision.REJECT: _l("Not published"),
    Decision.REFER: _l("Referred to the competent office"),
    Decision.HIDE: _l("Hidden"),
    Decision.JOIN: _l("Proposed to be joined with a similar one"),
}

# What led to a restriction.
BASES: dict[Basis, Any] = {
    Basis.OWN: _l("A moderator found it"),
    Basis.CHECK: _l("An automatic check found it"),
    Basis.REPORT: _l("Somebody reported it"),
}

# What will happen to a text, in the preview of a decision about several.
BECOMES_WORDS: dict[Decision, Any] = {
    Decision.PUBLISH: _l("will be published, or stay so"),
    Decision.RETURN: _l("will be returned to its author"),
    Decision.REJECT: _l("will not be published"),
    Decision.HIDE: _l("will be hidden"),
    Decision.REFER: _l("its author will be told where to turn"),
    Decision.MASK: _l("will be published without personal data"),
    Decision.JOIN: _l("will be proposed to be joined with a similar one"),
}

# Why one of several texts was left as it is, by the code of the reason.
LEFT: dict[str, Any] = {
    "own": _l("it is your own text"),
    "role": _l("your account has no such right here"),
    "case.claimed": _l("somebody else is looking at it"),
    "case.decided": _l("somebody has decided it already"),
    "case.closed": _l("it waits no longer"),
    "case.changed": _l("it has changed since you looked at it"),
    "case.not-possible": _l("this cannot be decided about it"),
    "case.not-by-this": _l("the reason does not fit this kind of text"),
}
LEFT_OTHERWISE = _l("it could not be decided so")

# What a second look ends in.
REVIEWED: dict[Outcome, Any] = {
    Outcome.UPHELD: _l("The decision stands"),
    Outcome.REVERSED: _l("The decision is reversed"),
}

BLOCK_REVIEWED: dict[BlockOutcome, Any] = {
    BlockOutcome.UPHELD: _l("The block stands"),
    BlockOutcome.REVERSED: _l("The block is lifted"),
}
