"""How long things about people are kept. One table: the jobs ask it, and the page of the data policy shows it.

A term that the operator sets is asked of the settings each time, so that the words follow what is done.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.foundation import mailboxes


@dataclass(frozen=True)
class Term:
    """What is kept for how long; `then` says what happens afterwards, `job` is the word of the schedule that sees to it.

    Without a job it is the operator's affair, as the words say. `time` is a fixed one, or gives what the settings say now.
    """

    what: LazyString
    time: timedelta | Callable[[], timedelta]
    then: LazyString
    job: str = ""

    @property
    def lasts(self) -> timedelta:
        return self.time if isinstance(self.time, timedelta) else self.time()


def _session() -> timedelta:
    return timedelta(days=current_app.extensions["veche.settings"].SESSION_DAYS)


GONE = _l("it is removed")

UNCONFIRMED = Term(
    _l("An account whose address nobody has confirmed"), timedelta(days=14), GONE, "personal.remove_unconfirmed"
)
GUEST_DRAFTS = Term(_l("A draft that a guest has begun"), timedelta(days=14), GONE, "ideas.purge_drafts")
REFLECTION = Term(
    _l("Time to think over that an account is to be erased"),
    timedelta(days=7),
    _l("name, address and everything about the person go"),
    "personal.erase_due",
)
ENDED = Term(
    _l("An account that was closed"),
    timedelta(days=30),
    _l("name, address and everything about the person go"),
    "personal.erase_due",
)
DOWNLOADS = Term(
    _l("A file of one's own data, made to be downloaded"), timedelta(days=3), GONE, "personal.remove_downloads"
)
BOUNCES = Term(_l("The trace of a letter that did not arrive"), mailboxes.TERM, GONE, "personal.forget_bounces")
# The row is the sign-in itself: it cannot end before the session does.
SIGN_INS = Term(_l("Traces of sign-ins: when, and from what device"), _session, GONE, "factors.forget_old")
# The most that a rule may say (campaigns.rounds.apart.rules takes it from here).
VOTE_TRACES = Term(
    _l("Traces of votes, hashed and cut short, for the rules that set votes apart"),
    timedelta(days=90),
    _l("it is removed, earlier where the rule of the vote says so"),
    "apart.purge",
)
ANSWERS = Term(
    _l("What a service said of somebody who came by it and has no account yet"),
    timedelta(hours=1),
    GONE,
    "identity.forget_answers",
)
STAFF_INVITATIONS = Term(
    _l("The address of somebody who was asked to work here: until it is used, at most"),
    timedelta(days=14),
    GONE,
    "administration.forget_invitations",
)
LOGS = Term(
    _l("Logs of the server: numbers and addresses of pages, no texts"),
    timedelta(days=30),
    _l("whoever runs the server lets them go"),
)

TERMS: tuple[Term, ...] = (
    UNCONFIRMED,
    GUEST_DRAFTS,
    REFLECTION,
    ENDED,
    DOWNLOADS,
    BOUNCES,
    SIGN_INS,
    VOTE_TRACES,
    ANSWERS,
    STAFF_INVITATIONS,
    LOGS,
)
