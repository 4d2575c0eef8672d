"""While an idea is written: ideas of others that may be meant. What is written is looked at and kept nowhere."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.sessions import current_actor
from app.foundation.slots import Part
from app.foundation.texts import clean, clean_line
from campaigns.ideas.slots import IDEA_TWINS, IdeaWritten
from campaigns.ideas.texts import TITLE_MOST, IdeaText
from campaigns.plan.queries.campaigns import campaign_or_missing

# A word or two are like everything.
SHORTEST_TITLE = 10
LOOKED_AT = 2000


def tell_twins(slug: str) -> ResponseReturnValue:
    """A piece of a page for the script of the form; empty where there is nothing to tell.

    Sent as a form, for addresses are logged and what somebody has not sent yet is nobody's affair.
    """
    campaign = campaign_or_missing(slug, current_actor())
    title = clean_line(request.form.get("title", "")[:TITLE_MOST])
    parts = (clean(request.form.get(name, "")[:LOOKED_AT]) for name in ("problem", "proposal"))
    found = found_for(campaign.id, title, *parts)
    answer = make_response(render_template("ideas/twins.html", parts=found))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def of_text(campaign_id: int, text: IdeaText) -> list[Part]:
    """What may be meant by a whole idea."""
    return found_for(campaign_id, text.title, text.problem, text.proposal)


def found_for(campaign_id: int, title: str, *parts: str) -> list[Part]:
    """What the rooms above know of."""
    if len(title) < SHORTEST_TITLE:
        return []
    written = IdeaWritten(campaign_id, title, "\n".join(parts)[:LOOKED_AT])
    return [part for part in IDEA_TWINS.fill(written) if part is not None]
