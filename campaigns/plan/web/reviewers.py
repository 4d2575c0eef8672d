"""Who decides what nobody of the team may: named by the owner."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.queries import people
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Conflict, Invalid
from app.foundation.forms import Form, Line, Optional
from app.foundation.unit_of_work import begin_writing
from campaigns.plan.domain import reviewers
from campaigns.plan.models import Campaign
from campaigns.plan.web.owned import planned, saved


class ReviewerForm(Form):
    """The address of a person with an account."""

    email = Line(_l("E-mail of the person"), [Optional()], most=254)


def edit_reviewer(slug: str) -> str:
    """Who is named, with a field for somebody else."""
    campaign = planned(slug, current_actor())
    account = people.living(campaign.reviewer_id) if campaign.reviewer_id else None
    return _page(campaign, ReviewerForm(formdata=None, data={"email": account.email if account else ""}))


def save_reviewer(slug: str) -> ResponseReturnValue:
    """Names the person, or nobody."""
    actor, form = current_actor(), ReviewerForm()
    campaign = planned(slug, actor)
    if not form.validate():
        return _page(campaign, form), 422
    begin_writing()
    try:
        reviewers.name(campaign, form.email.data or "", actor=actor, now=clock.now())
    except (Invalid, Conflict) as refused:
        form.email.errors = [str(refused.reason)]
        return _page(campaign, form), refused.status
    return saved(slug)


def _page(campaign: Campaign, form: ReviewerForm) -> str:
    account = people.living(campaign.reviewer_id) if campaign.reviewer_id else None
    return render_template("plan/reviewer.html", campaign=campaign, form=form, named=account)
