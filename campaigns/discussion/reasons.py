"""Why something about a topic is refused."""

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason

CLOSED = Reason("topic.closed", _l("This topic is closed: nothing is added to it any more."))
CONCLUDED = Reason("topic.concluded", _l("This topic is concluded: read what came out of it at the top of its page."))
NOT_PUBLIC = Reason("topic.not-public", _l("This topic is not published."))
ANSWERED = Reason("questions.answered", _l("People have answered already: the questions stay as they are."))
QUESTIONS_CHANGED = Reason(
    "questions.changed", _l("The questions have changed meanwhile. Answer them as they stand now.")
)
NO_SUCH_OPTION = Reason("questions.option", _l("Choose one of the answers that are offered."))
NO_ANSWER = Reason("questions.none", _l("Choose an answer first."))
TOO_MANY_QUESTIONS = Reason("questions.many", _l("A topic takes three questions at most."))
NOT_A_QUESTION = Reason(
    "questions.shape", _l("A scale has words for both ends or none, a choice two to seven options.")
)
NO_TITLE = Reason("topic.no-title", _l("Write what you ask people."))
NO_BODY = Reason("conclusion.no-body", _l("Write what came out of the discussion."))
TOO_MANY_PROBLEMS = Reason("conclusion.many", _l("A conclusion names thirty problems at most."))
FOREIGN_PROBLEM = Reason("conclusion.foreign", _l("This problem belongs to another conclusion."))
WRITTEN_MEANWHILE = Reason(
    "written-meanwhile",
    _l("Somebody else has changed this meanwhile. Open the page anew and bring your words over: they stand below."),
)
NO_SUCH_PLACE = Reason("topic.place", _l("Write a place from 1 on."))
