"""How sure it must be who somebody is: set by the owner."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.identity import providers
from app.accounts.identity.levels import Level
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Conflict
from app.foundation.forms import Form, Radio
from app.foundation.unit_of_work import begin_writing
from campaigns.plan import words
from campaigns.plan.domain import levels
from campaigns.plan.levels import asked_for
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.queries import places
from campaigns.plan.web.owned import planned, saved

FIELDS = {"submit": Act.SUBMIT_IDEA, "comment": Act.COMMENT, "support": Act.SUPPORT, "vote": Act.VOTE}


def _choice(label: Any) -> Radio:
    return Radio(label, [(level.value, words.LEVELS[level]) for level in Level], default=Level.EMAIL.value)


class LevelsForm(Form):
    """A level for each act."""

    submit = _choice(_l("To submit an idea"))
    comment = _choice(_l("To take part in discussions"))
    support = _choice(_l("To support an idea"))
    vote = _choice(_l("To vote"))

    def chosen(self) -> dict[Act, Level]:
        """The level of each act."""
        return {act: Level(self[name].data) for name, act in FIELDS.items()}


def edit_levels(slug: str) -> str:
    """The levels as they stand."""
    campaign = planned(slug, current_actor())
    stand = {name: asked_for(act, campaign).value for name, act in FIELDS.items()}
    return _page(campaign, LevelsForm(formdata=None, data=stand))


def save_levels(slug: str) -> ResponseReturnValue:
    """Keeps what was chosen."""
    actor, form = current_actor(), LevelsForm()
    campaign = planned(slug, actor)
    if not form.validate():
        return _page(campaign, form), 422
    begin_writing()
    try:
        levels.choose(campaign, form.chosen(), actor=actor, now=clock.now())
    except Conflict as refusal:
        form.vote.errors = [str(refusal.reason)]
        return _page(campaign, form), refusal.status
    return saved(slug)


def _page(campaign: Campaign, form: LevelsForm) -> str:
    territory, verifies = places.name_of(campaign.territory_id), providers.verifies()
    return render_template("plan/levels.html", campaign=campaign, form=form, territory=territory, verifies=verifies)
