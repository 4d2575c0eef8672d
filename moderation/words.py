"""What decisions are called on pages."""

from typing import Any

from flask_babel import lazy_gettext as _l

from moderation.models import Decision

# What the author reads about their text.
OUTCOMES: dict[Decision, Any] = {
    Decision.PUBLISH: _l("Published"),
    Decision.RETURN: _l("Returned to mend. Mend it and send it again: nothing is lost."),
    Decision.REJECT: _l("Not published."),
    Decision.HIDE: _l("Hidden. Only you and the moderators see it now."),
    Decision.REFER: _l("Not published here: another office is competent for it."),
    Decision.MASK: _l("Published without the personal data that were in it."),
    Decision.JOIN: _l("Joined with a similar one"),
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
    Decision.REFER: _l("The author was told where to turn: %(title)s"),
    Decision.MASK: _l("Published without personal data: %(title)s"),
    Decision.JOIN: _l("Joined with a similar one: %(title)s"),
}

# How a decided case is shown to other moderators.
DECIDED: dict[Decision, Any] = {
    Decision.PUBLISH: _l("published"),
    Decision.RETURN: _l("returned to mend"),
    Decision.REJECT: _l("not published"),
    Decision.HIDE: _l("hidden"),
    Decision.REFER: _l("referred to the competent office"),
    Decision.MASK: _l("published without personal data"),
    Decision.JOIN: _l("joined with a similar one"),
}
