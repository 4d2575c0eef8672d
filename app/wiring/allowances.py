"""How often one person may do what, by the endpoint that does it. A table only; what is not in it shares the allowance of the door."""

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason
from app.guards.counters import Limit
from app.guards.door import Allowance, Allowances

MINUTE, HOUR = 60, 3600
IDEAS = Reason(
    "too-many-ideas", _l("You have begun very many ideas within an hour. What you have typed is kept: send it later.")
)
SAID = Reason(
    "too-much-said", _l("You have said very much within an hour. What you have typed is kept: send it later.")
)
MARKS = Reason("too-many-marks", _l("You have supported or marked very much within an hour. Go on a little later."))
REPORTS = Reason(
    "too-many-reports",
    _l("You have sent several reports within a minute. What you have typed is kept: send it a little later."),
)
OTHERS = Reason("too-many-questions", _l("You have sent this very often within an hour. Go on a little later."))

_MARK = Allowance(Limit("mark-person", 600, HOUR), MARKS)
_ASK = Allowance(Limit("ask-person", 60, HOUR), OTHERS)
_SAY = Allowance(Limit("say-person", 100, HOUR), SAID)

ALLOWANCES: Allowances = {
    "ideas.submit_idea": Allowance(Limit("idea-person", 60, HOUR), IDEAS),
    "ideas.support": _MARK,
    "ideas.unsupport": _MARK,
    "ideas.autosave_new": None,
    "ideas.autosave_draft": None,
    "ideas.tell_twins": None,
    "ideas.invite_co_author": _ASK,
    "comments.say": _SAY,
    "comments.take_stand": _MARK,
    "comments.useful": _MARK,
    "contributions.follow": _MARK,
    "contributions.follow_thing": _MARK,
    "moderation.send_report": Allowance(Limit("report-person", 5, MINUTE), REPORTS),
    "moderation.send_review": _ASK,
    "moderation.send_review_of_report": _ASK,
    "implementation.send_contest": _ASK,
    "accounts.try_letters": _ASK,
    "plan.invite_list": _ASK,
    "outreach.send_invitations": _ASK,
}
