"""A small thing in a text is mended without returning it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.errors import Conflict, Invalid, Missing, Refusal
from app.foundation.forms import Choice, Form, Line, Required, Whole
from app.foundation.unit_of_work import begin_writing
from campaigns.contributions.models import Contribution, Kind
from campaigns.contributions.queries.follows import contribution_or_missing
from campaigns.ideas.domain.edits import MOST_TITLE_WORDS
from campaigns.ideas.queries import choices
from campaigns.ideas.texts import TITLE_MOST, IdeaText
from campaigns.plan.models import Campaign
from moderation import permissions
from moderation.domain import mending
from moderation.domain.mending import CHOICES, Mending
from moderation.permissions import Act
from moderation.queries.cases import open_case_of
from moderation.texts import texts_of


class MendForm(Form):
    """What of a text may be mended; choices that its kind does not have are not shown."""

    version = Whole()
    title = Line(_l("Title"), [Required()], most=TITLE_MOST)
    track_id = Choice(_l("Direction"), ids=True)
    territory_id = Choice(_l("Place"), ids=True)
    service_id = Choice(_l("Service"), ids=True)

    def offer(self, campaign_id: int, current: Mending) -> "MendForm":
        """Offers what its author may choose from, and what stands there."""
        chosen = IdeaText(track_id=current.track_id, territory_id=current.territory_id, service_id=current.service_id)
        offered = choices.for_campaign(campaign_id, chosen)
        self.track_id.choices = [("", _("Not chosen")), *offered.tracks]
        self.territory_id.choices = [("", _("Everywhere")), *offered.territories]
        self.service_id.choices = [("", _("Not about one service")), *offered.services]
        return self

    @property
    def mended(self) -> Mending:
        """What is to stand there, once the form is valid."""
        return Mending(self.title.data, self.track_id.data, self.territory_id.data, self.service_id.data)


def show_mending(contribution_id: int) -> ResponseReturnValue:
    """The title and the choices of a text, to mend."""
    require_person()
    return _page(contribution_id)


def mend_text(contribution_id: int) -> ResponseReturnValue:
    """The small thing is mended."""
    actor = current_actor()
    _contribution, campaign, current = _mendable(contribution_id)
    form = MendForm().offer(campaign.id, current)
    if not form.validate():
        return _page(contribution_id, form), 422
    begin_writing()
    try:
        mending.mend(actor, contribution_id, form.mended, form.version.data or 0, clock.now())
    except (Conflict, Invalid) as refusal:
        return _page(contribution_id, form, refusal), refusal.status
    flash(_("Mended. The author is told."))
    return redirect(_back(contribution_id), 303)


def _mendable(contribution_id: int) -> tuple[Contribution, Campaign, Mending]:
    actor = current_actor()
    contribution, campaign = contribution_or_missing(contribution_id, actor)
    permissions.require(actor, Act.SEE_QUEUE, campaign_id=campaign.id)
    current = mending.current(contribution)
    if contribution.kind not in CHOICES:
        raise Missing
    return contribution, campaign, current or Mending("")


def _page(contribution_id: int, form: MendForm | None = None, refusal: Refusal | None = None) -> str:
    contribution, campaign, current = _mendable(contribution_id)
    not_allowed = mending.refusal(current_actor(), contribution)
    return render_template(
        "moderation/mend.html",
        text=texts_of({contribution.id: contribution.kind})[contribution.id],
        contribution=contribution,
        campaign=campaign,
        form=form or MendForm(formdata=None, data=vars(current)).offer(campaign.id, current),
        shown=CHOICES[contribution.kind],
        refusal=refusal,
        not_allowed=not_allowed or (None if current.title else mending.NOT_MENDABLE),
        most=MOST_TITLE_WORDS,
        is_idea=contribution.kind == Kind.IDEA,
        back=_back(contribution_id),
    )


def _back(contribution_id: int) -> str:
    """The check of the text where it waits, else its own page."""
    case_id = open_case_of(contribution_id)
    if case_id is not None:
        return url_for("moderation.show_case", case_id=case_id)
    contribution, _campaign = contribution_or_missing(contribution_id, current_actor())
    text = texts_of({contribution.id: contribution.kind})[contribution.id]
    return url_for(text.endpoint, **text.values)
