"""Saying something, and taking a stand."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import throttle
from app.accounts.permissions import SIGN_IN
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Conflict, Invalid, NotAllowed, Reason, TooMany
from app.foundation.unit_of_work import begin_writing
from campaigns.comments.domain import comments, stands
from campaigns.comments.domain.comments import Said
from campaigns.comments.hosts import Host
from campaigns.comments.models import Comment, Stand
from campaigns.comments.queries.hosts import host_or_missing
from campaigns.comments.web.boxes import box_of, late
from campaigns.comments.web.forms import SayForm
from campaigns.comments.web.places import page_of
from campaigns.comments.web.reader import Reader
from campaigns.contributions.models import PUBLIC
from campaigns.contributions.web import warnings
from campaigns.contributions.web.warnings import Warned

NO_STAND = Reason("no-stand", _l("Choose where you stand."))


def say(thread_id: int) -> ResponseReturnValue:
    """Keeps what the person says; what cannot be kept comes back with its words."""
    actor, now = current_actor(), clock.now()
    host, form = host_or_missing(actor, thread_id), SayForm()
    if actor.is_guest:
        raise NotAllowed(SIGN_IN)
    amiss = _amiss(host, form) or _too_many(host, form)
    if amiss:
        return amiss
    begin_writing()
    said = Said(form.body.data, form.parent, form.chosen, form.form_word)
    try:
        comment = comments.say(actor, thread_id, said, now)
    except (NotAllowed, Conflict, Invalid) as refusal:
        return _again(host, form, late(refusal.reason)), 409
    return redirect(_place_of(comment, host_or_missing(actor, thread_id)), 303)


def take_stand(thread_id: int) -> ResponseReturnValue:
    """The person takes a stand; another one takes its place."""
    actor, word = current_actor(), request.form.get("stand", "")
    host_or_missing(actor, thread_id)
    if actor.is_guest:
        raise NotAllowed(SIGN_IN)
    if word not in set(Stand):
        raise Invalid(NO_STAND)
    begin_writing()
    stands.take(actor, thread_id, Stand(word), clock.now())
    return _to_stands(thread_id)


def take_stand_back(thread_id: int) -> ResponseReturnValue:
    """The person stands nowhere any more."""
    begin_writing()
    stands.take_back(current_actor(), thread_id, clock.now())
    return _to_stands(thread_id)


def _to_stands(thread_id: int) -> ResponseReturnValue:
    host = host_or_missing(current_actor(), thread_id)
    return redirect(page_of(host.contribution, host.campaign, _anchor="stands"), 303)


def _place_of(comment: Comment, host: Host) -> str:
    """Where the author sees what they have said: the newest root is on the first page, an answer in its branch."""
    anchor = f"c{comment.id}"
    if comment.contribution.state not in PUBLIC:
        flash(_("Your comment waits for a check. Until then you and the moderators see it."))
    if comment.root_id is None:
        return page_of(host.contribution, host.campaign, _anchor=anchor)
    return url_for("comments.show_comment", comment_id=comment.id, _anchor=anchor)


def _amiss(host: Host, form: SayForm) -> ResponseReturnValue | None:
    """The form once more where something in it is to be mended or looked at; None where it can be kept."""
    if not form.validate():
        return _again(host, form), 422
    warned = warnings.found_in({"body": form.body.data})
    if warnings.were_shown(warned, form.checked.data):
        return None
    form.checked.data = warnings.word_for(warned)
    return _again(host, form, warned=warned), 422


def _too_many(host: Host, form: SayForm) -> ResponseReturnValue | None:
    """The form once more where the person has sent several comments within a minute; None where this one can be kept."""
    try:
        throttle.require_comment(current_actor().id or 0)
    except TooMany as refusal:
        return _again(host, form, refusal.reason), refusal.status, {"Retry-After": str(refusal.after)}
    return None


def _again(host: Host, form: SayForm, reason: Reason | None = None, warned: Sequence[Warned] = ()) -> str:
    reader = Reader(host.contribution, host.campaign, current_actor(), clock.now())
    box = box_of(reader, "say", form.parent, form=form, warned=warned)
    back = page_of(host.contribution, host.campaign, _anchor="comments")
    return render_template("comments/write.html", box=box, reason=reason, campaign=host.campaign, back=back)
