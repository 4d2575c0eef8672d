"""A resident objects to "done"; the department or the organiser replies."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.application import takes_files
from app.foundation.errors import Conflict, Invalid, NotAllowed, Reason
from app.foundation.unit_of_work import begin_writing
from app.uploads import store
from campaigns.contributions import states
from campaigns.contributions.models import PUBLIC
from campaigns.contributions.web import warnings
from campaigns.contributions.web.warnings import Warned
from campaigns.implementation import permissions, reasons
from campaigns.implementation.domain import contests
from campaigns.implementation.domain.contests import Objection
from campaigns.implementation.models import Contest
from campaigns.implementation.queries import stories
from campaigns.implementation.web.bringing import Unfit, brought
from campaigns.implementation.web.forms import ContestForm, ReplyForm
from campaigns.implementation.web.lookups import Worked, row_of, worked_or_missing
from campaigns.implementation.web.works import shown


def contest(idea_id: int) -> str:
    """The form of an objection, or why there is none."""
    worked = _done(idea_id)
    return _page(worked, ContestForm(formdata=None), contests.refusal(require_person(), row_of(worked)))


def _too_large(idea_id: int) -> ResponseReturnValue:
    worked, form = _done(idea_id), ContestForm(formdata=None)
    most = store.most_bytes() // 2**20 or 1
    form.file.errors = [_("This file is larger than %(most)s MB. Make it smaller and add it again.", most=most)]
    return _page(worked, form), 413


@takes_files(_too_large)
def send_contest(idea_id: int) -> ResponseReturnValue:
    """Keeps an objection; what cannot be kept comes back with its words."""
    worked, form = _done(idea_id), ContestForm()
    if not form.validate():
        return _page(worked, form), 422
    warned = warnings.unseen_in({"body": form.body.data, "caption": form.caption.data}, form.checked)
    if warned:
        if form.sent is not None:
            form.file.errors = [_("Choose the picture again.")]
        return _page(worked, form, warned=warned), 422
    try:
        said = Objection(form.body.data, brought(form), form.caption.data)
        begin_writing()
        added = contests.contest(require_person(), idea_id, said, clock.now())
    except Unfit as unfit:
        return _page(worked, form), unfit.status
    except (Invalid, Conflict, NotAllowed) as refusal:
        return _page(_done(idea_id), form, refusal.reason), refusal.status
    _tell(added)
    return redirect(url_for("implementation.show_contest", contest_id=added.id), 303)


def write_reply(contest_id: int) -> str:
    """The form in which the department or the organiser replies."""
    return _reply_page(contest_id, ReplyForm(formdata=None))


def reply(contest_id: int) -> ResponseReturnValue:
    """Keeps the reply."""
    _replied_by(contest_id)
    form = ReplyForm()
    if not form.validate():
        return _reply_page(contest_id, form), 422
    begin_writing()
    contests.reply(require_person(), contest_id, form.words.data, clock.now(), upheld=form.upheld.data == "yes")
    flash(_("The reply is public now."))
    return redirect(url_for("implementation.show_contest", contest_id=contest_id), 303)


def _tell(added: Contest) -> None:
    if added.contribution.state in PUBLIC:
        flash(_("Your objection is public. The department reads it and replies; we tell you."))
    else:
        flash(_("Your objection waits for a check. Until then you and the moderators see it."))


def _done(idea_id: int) -> Worked:
    require_person()
    return worked_or_missing(current_actor(), idea_id)


def _page(worked: Worked, form: ContestForm, refusal: Reason | None = None, warned: Sequence[Warned] = ()) -> str:
    return render_template(
        "implementation/contest_write.html",
        idea=worked.read.idea,
        campaign=worked.campaign,
        work=worked.work,
        form=form,
        refusal=refusal,
        warned=warned,
        most={"megabytes": store.most_bytes() // 2**20 or 1, "text": contests.LONGEST},
    )


def _replied_by(contest_id: int) -> tuple[stories.ContestRead, Worked]:
    actor = require_person()
    read, idea_id = stories.contest_or_missing(actor, contest_id)
    worked = worked_or_missing(actor, idea_id)
    reason = permissions.role_refusal(actor, worked.work.campaign_id, worked.work.office_id)
    if reason or read.is_own:
        raise NotAllowed(reason or reasons.OWN_CONTEST)
    if not read.is_public:
        raise Conflict(states.MOVED_ON)
    if read.upheld is not None:
        raise Conflict(reasons.REPLIED)
    return read, worked


def _reply_page(contest_id: int, form: ReplyForm) -> str:
    read, worked = _replied_by(contest_id)
    return render_template(
        "implementation/reply.html",
        idea=worked.read.idea,
        campaign=worked.campaign,
        one=shown(read, current_actor(), worked),
        form=form,
        most=contests.LONGEST,
    )
