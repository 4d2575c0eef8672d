"""What the assessment gives to pages of lower rooms."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.accounts.slots import Item, Section
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Reason
from app.foundation.slots import Part
from campaigns.assessment import counting, words
from campaigns.assessment.models import ScoreCard
from campaigns.assessment.queries import desk, opened, progress
from campaigns.assessment.queries.scores import opened_card
from campaigns.ideas.slots import IdeaShown
from campaigns.plan import linting, permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.slots import Check, Finding, Seen, Tab, Told
from campaigns.selection.slots import Candidates

PLAN = "assessment.edit_card"
USUAL = Reason(
    "card.usual", _l("Experts assess the ideas on the usual score-card: look whether it asks what you want to know.")
)


def campaign_tabs(seen: Seen) -> Sequence[Tab]:
    """The section of the assessment, from the day on which it begins: fills the slot `campaign.tabs`."""
    now, campaign = clock.now(), seen.campaign
    begun = [window for window in campaign.timeline.windows if Act.ASSESS in window.allows and window.opens_at <= now]
    if not begun or campaign.launched_at is None:
        return ()
    return (Tab("assessment", _("Assessment"), url_for("assessment.desk", slug=campaign.slug)),)


def idea_outcome(shown: IdeaShown) -> Part | None:
    """What the experts found of the idea: fills the slot `idea.outcome`."""
    campaign = db.session.get_one(Campaign, shown.campaign_id)
    card = opened_card(campaign.id) if linting.allows(campaign.timeline, Act.ASSESS) else None
    found = opened.one(card, shown.id) if card else None
    if card is None or found is None:
        return None
    place, counted = found
    values = {
        "place": place,
        "ideas": len(card.result),
        "counted": counted,
        "card": card,
        "words": words,
        "url": url_for("assessment.show_results", slug=campaign.slug, after=opened.key_before(place)),
    }
    return Part("assessment/outcome.html", values)


def candidate_notes(asked: Candidates) -> dict[int, str]:
    """What the experts found of ideas that may be picked: fills the slot `selection.candidate-notes`."""
    campaign = db.session.get_one(Campaign, asked.campaign_id)
    card = opened_card(campaign.id) if linting.allows(campaign.timeline, Act.ASSESS) else None
    if card is None:
        return {}
    found = {row["idea"]: counting.read(row) for row in card.result if row["idea"] in asked.idea_ids}
    return {
        id: str(_("Experts: %(finding)s", finding=words.finding(one.mean, card.highest))) for id, one in found.items()
    }


def account_section(account_id: int) -> Section | None:
    """The ideas that wait for an expert: fills the slot `account.sections`."""
    items = [
        Item(
            row.title,
            url_for("assessment.desk", slug=row.slug),
            ngettext("%(num)s of %(all)s left", "%(num)s of %(all)s left", row.left, all=row.all),
        )
        for row in desk.waiting_for(account_id)
    ]
    return Section(_("Ideas to assess"), items) if items else None


def findings(campaign: Campaign) -> Sequence[Finding]:
    """A plan in which experts assess on a card that nobody has looked at: fills the slot `campaign.launch-findings`."""
    if not linting.allows(campaign.timeline, Act.ASSESS) or db.session.get(ScoreCard, campaign.id) is not None:
        return ()
    return (Finding(USUAL, False, PLAN),)


def checks(campaign_id: int) -> Sequence[Check]:
    """What the owner has to do for the assessment: fills the slot `campaign.checklist`."""
    campaign = db.session.get_one(Campaign, campaign_id)
    card = db.session.get(ScoreCard, campaign_id) if linting.allows(campaign.timeline, Act.ASSESS) else None
    if (card is None or card.begun_at is None) and not _may_begin(campaign):
        return ()
    if card is None:
        url = url_for(PLAN, slug=campaign.slug)
        return (Check("card.missing", _("The score-card of the experts is not saved yet."), False, url),)
    if card.begun_at is None:
        url = url_for("assessment.show_begin", slug=campaign.slug)
        return (Check("assessment.to-begin", _("Ideas are still to be given out to the experts."), False, url),)
    return (_check(card, campaign.slug),) if card.opened_at is None else ()


def _may_begin(campaign: Campaign) -> bool:
    """Whether the stage of the experts is open or ahead."""
    return permissions.phase_refusal(Act.ASSESS, campaign, clock.now()) in {None, permissions.NOT_YET}


def _check(card: ScoreCard, slug: str) -> Check:
    url = url_for("assessment.desk", slug=slug)
    asked, handed_in = progress.counts(card.campaign_id)
    if asked == handed_in:
        return Check("assessment.to-open", _("All assessments are in: open them."), False, url)
    sentence = ngettext(
        "Experts have handed in %(done)s of %(num)s assessment.",
        "Experts have handed in %(done)s of %(num)s assessments.",
        asked,
        done=handed_in,
    )
    return Check("assessment.waiting", sentence, False, url)


def log_words(_asked: None) -> dict[str, Told]:
    """How acts of the assessment are told in the log of a campaign."""
    return {
        "card.saved": lambda details: _("The score-card was saved: version %(number)s", number=details["version"]),
        "assessment.begun": lambda details: _(
            "Ideas were given out by lot: %(ideas)s to %(experts)s experts, seed %(seed)s",
            ideas=details["ideas"],
            experts=details["experts"],
            seed=details["seed"],
        ),
        "assessment.stepped-back": lambda _details: _("An expert stepped back from an idea"),
        "assessment.passed-on": lambda details: _(
            "Ideas of an expert who is gone went to others: %(count)s", count=details["count"]
        ),
        "assessment.opened": lambda details: _(
            "The assessments were opened: %(done)s handed in, %(missing)s missing",
            done=details["handed_in"],
            missing=details["missing"],
        ),
    }
