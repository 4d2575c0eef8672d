"""What the work on ideas brings to pages of lower rooms."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.slots import Item, Section
from app.foundation.db import db
from app.foundation.slots import Part
from campaigns.contributions.models import PUBLIC
from campaigns.ideas.slots import IdeaShown
from campaigns.implementation import permissions
from campaigns.implementation.models import WorkState
from campaigns.implementation.queries import board, works
from campaigns.implementation.queries.works import asked_about, work_of
from campaigns.implementation.web.board import card_of
from campaigns.implementation.words import SENTENCES, STATES, TONES
from campaigns.plan.models import Campaign
from campaigns.plan.slots import Check, Fresh, Seen, Told

KINDS: dict[WorkState, str] = {
    WorkState.PLANNED: "info",
    WorkState.IN_PROGRESS: "now",
    WorkState.DONE: "done",
    WorkState.GIVEN_UP: "refused",
}
MOST_FRESH = 3
MOST_OWN = 10


def idea_outcome(shown: IdeaShown) -> Part | None:
    """What became of the idea: fills the slot `idea.outcome`."""
    work = works.of_idea(shown.id)
    if work is None:
        return None
    return Part(
        "implementation/outcome.html",
        {"work": work, "kind": KINDS[work.state], "sentence": SENTENCES[work.state], "idea_id": shown.id},
    )


def begin_aside(shown: IdeaShown) -> Part | None:
    """The way to begin work by hand, for those who may: fills the slot `idea.aside`. At most two statements, for staff alone."""
    viewer = shown.viewer
    own = permissions.offices_of(viewer)
    is_owner = viewer.id is not None and permissions.is_owner(viewer, shown.campaign_id)
    if not (is_owner or own) or shown.state not in PUBLIC or shown.is_editing or work_of(shown.id) is not None:
        return None
    may = is_owner or bool(own & asked_about(shown.id))
    return Part("implementation/begin.html", {"idea_id": shown.id}) if may else None


def account_section(account_id: int) -> Section | None:
    """For officials: what their departments are to report on or to reply to, what waits longest first. One statement."""
    lines = board.of_official(account_id, MOST_OWN)
    if not lines:
        return None
    url = url_for("implementation.show_board", office=lines[0].office_id)
    items = [
        Item(
            line.title,
            url_for("implementation.show_work", idea_id=line.idea_id),
            line.office,
            _("an objection waits for a reply") if line.unanswered else str(STATES[line.state]),
            "now" if line.unanswered else TONES[line.state],
        )
        for line in lines
    ]
    return Section(_("Work of my department"), items, all_url=url)


def checks(campaign_id: int) -> Sequence[Check]:
    """Objections that wait for their reply: fills the slot `campaign.checklist`. One statement, two where there are any."""
    waiting = works.unanswered(campaign_id)
    if not waiting:
        return ()
    slug = db.session.get_one(Campaign, campaign_id).slug
    sentence = ngettext(
        "%(num)s objection to “done” waits for a reply.", "%(num)s objections to “done” wait for a reply.", waiting
    )
    return (
        Check(
            "work.objections", sentence, False, url_for("implementation.show_board", campaign=slug), after_counts=True
        ),
    )


def campaign_fresh(seen: Seen) -> Fresh | None:
    """The work that moved last in the campaign: fills the slot `campaign.fresh`."""
    lines = board.latest(seen.viewer, MOST_FRESH, slug=seen.campaign.slug)
    url = url_for("implementation.show_board", campaign=seen.campaign.slug)
    cards = [card_of(line) for line in lines]
    return Fresh(_("What became of ideas"), url, cards, "implementation/_card.html") if lines else None


def log_words(_asked: None) -> dict[str, Told]:
    """How acts on the work are told in the log of a campaign."""
    return {
        "work.begin": lambda _details: _("Work on an idea was begun"),
        "work.report": lambda details: _(
            "It was reported on the work on an idea: %(state)s", state=STATES[WorkState(details["state"])]
        ),
        "milestone.add": lambda _details: _("A step of the work on an idea was added"),
        "milestone.change": lambda _details: _("A step of the work on an idea was changed"),
        "milestone.move": lambda _details: _("A step of the work on an idea got another place"),
        "milestone.remove": lambda _details: _("A step of the work on an idea was taken away"),
        "contest.reply": lambda details: (
            _("An objection to “done” was replied to: it is right")
            if details["upheld"]
            else _("An objection to “done” was replied to: it is not right")
        ),
    }
