"""An assistant sits beside a person and writes in their name: what they may do then, and that each act is kept with who helped.

The person's own pages, whatever staff does, and votes stay shut: a vote is secret from the assistant, too.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, make_response, request, session
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError

from app.accounts.identity.domain import assisting
from app.accounts.identity.models import Assistance
from app.accounts.identity.queries import assisted
from app.accounts.models import Account
from app.accounts.roles import Actor, Role
from app.foundation import clock
from app.foundation.application import SAFE
from app.foundation.db import db
from app.foundation.errors import NotAllowed, Reason
from app.foundation.unit_of_work import is_writing

HELPING = "helping"
# What the tokens of all forms of a browser are made of: Flask-WTF makes another where it is gone.
TOKEN = "csrf_token"  # noqa: S105

# What an assistant does in the name of a person, by the word that is kept of it.
ACTS: Mapping[str, str] = {
    "ideas.submit_idea": "idea",
    "ideas.revise_idea": "idea",
    "ideas.withdraw_idea": "withdraw",
    "ideas.add_file": "file",
    "ideas.remove_file": "file",
    "ideas.support": "support",
    "ideas.unsupport": "unsupport",
    "comments.say": "comment",
    "comments.take_stand": "stand",
    "comments.take_stand_back": "stand",
    "comments.useful": "useful",
    "comments.not_useful": "useful",
    "discussion.answer": "answer",
}
WORDS: Mapping[str, Any] = {
    "idea": _l("An idea was written"),
    "withdraw": _l("An idea was taken back"),
    "file": _l("The files of an idea were changed"),
    "support": _l("An idea was supported"),
    "unsupport": _l("A support was taken back"),
    "comment": _l("A comment was written"),
    "stand": _l("A stand was taken"),
    "useful": _l("“Useful” was said of a text"),
    "answer": _l("Questions of a topic were answered"),
}
TYPED = frozenset({"ideas.autosave_new", "ideas.autosave_draft", "ideas.tell_twins"})
BESIDES = TYPED | {"web.set_display", "identity.finish_help"}
# Rooms whose pages are open to whoever reads; those of a person alone, and of staff, are not.
READ = frozenset({"web", "plan", "ideas", "comments", "discussion", "services", "news", "search", "static", "opendata"})
ALSO_READ = frozenset({"rounds.show_results", "answers.list_answers", "accounts.consent_text", "identity.finish_help"})

NOT_NOW = Reason(
    "helping",
    _l("You are helping somebody, and this is not done for others. Finish helping first. People vote for themselves."),
)


def instead(actor: Actor, person: Callable[[Account], Actor]) -> Actor:
    """Who acts: the person whom this assistant helps at this moment, without any role; else the actor themselves."""
    sitting = sitting_of(actor)
    if sitting is None:
        return actor
    helped = person(db.session.get_one(Account, sitting.account_id))
    return Actor(**{**vars(helped), "grants": frozenset(), "helper_id": actor.id})


def sitting_of(actor: Actor) -> Assistance | None:
    """The help that this assistant gives in this browser now."""
    number = session.get(HELPING)
    if not number or actor.id is None or not any(grant.role == Role.ASSISTANT for grant in actor.grants):
        return None
    return assisted.sitting(number, actor.id, clock.now())


def turn(assistance_id: int | None) -> None:
    """From now on this browser acts for another: forms that lie open in it were made for whoever it acted for before, and hold no more."""
    if session.get(HELPING) == assistance_id:
        return
    session.pop(HELPING, None)
    session.pop(TOKEN, None)
    if assistance_id is not None:
        session[HELPING] = assistance_id


def _require_own() -> None:
    """The help is over, by the clock or because the person wants it no more: what was typed for them is not sent as the assistant's."""
    turn(None)
    if request.endpoint in ACTS or request.endpoint in TYPED:
        raise CSRFError("the form was made for somebody who is helped no more")


def guard(actor: Callable[[], Actor]) -> Callable[[], None]:
    """Keeps whoever helps from all that is not done for others."""

    def refuse() -> None:
        if HELPING not in session or not request.endpoint:
            return
        if actor().helper_id is None:
            _require_own()
            return
        room = request.blueprint or request.endpoint.partition(".")[0]
        reads = request.method in SAFE and (room in READ or request.endpoint in ALSO_READ)
        if not reads and request.endpoint not in ACTS and request.endpoint not in BESIDES:
            raise NotAllowed(NOT_NOW)

    return refuse


def connect(app: Flask, actor: Callable[[], Actor]) -> None:
    """Puts the guard at the door and keeps each act, in the step of the act itself. Called when all pages are there."""
    app.before_request(guard(actor))
    for endpoint, act in ACTS.items():
        app.view_functions[endpoint] = _kept(app.view_functions[endpoint], act, actor)


def _kept(view: Callable[..., Any], act: str, actor: Callable[[], Actor]) -> Callable[..., ResponseReturnValue]:
    @wraps(view)
    def acting(**values: Any) -> ResponseReturnValue:
        answer: ResponseReturnValue = view(**values)
        if HELPING not in session:
            return answer
        who, response = actor(), make_response(answer)
        if who.helper_id is not None and response.status_code < 400 and is_writing():
            sitting = db.session.get_one(Assistance, session[HELPING])
            path = urlsplit(response.location or request.path)
            assisting.keep_act(sitting, act, path.path, clock.now())
        return response

    return acting
