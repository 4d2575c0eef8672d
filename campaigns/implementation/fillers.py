"""What the work on ideas brings to pages of lower rooms."""

from flask import url_for
from flask_babel import gettext as _

from app.foundation.slots import Part
from campaigns.ideas.slots import IdeaShown
from campaigns.implementation.models import WorkState
from campaigns.implementation.queries import board, works
from campaigns.implementation.web.board import card_of
from campaigns.implementation.words import SENTENCES, STATES
from campaigns.plan.slots import Fresh, Seen, Told

KINDS: dict[WorkState, str] = {
    WorkState.PLANNED: "info",
    WorkState.IN_PROGRESS: "now",
    WorkState.DONE: "done",
    WorkState.GIVEN_UP: "refused",
}
MOST_FRESH = 3


def idea_outcome(shown: IdeaShown) -> Part | None:
    """What became of the idea: fills the slot `idea.outcome`."""
    work = works.of_idea(shown.id)
    if work is None:
        return None
    return Part(
        "implementation/outcome.html",
        {"work": work, "kind": KINDS[work.state], "sentence": SENTENCES[work.state], "idea_id": shown.id},
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
