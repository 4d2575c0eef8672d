"""What departments answer."""

from typing import Any

from app.api import addresses, cursors
from app.api.calls import actor
from app.api.operations import reads
from app.api.shapes.texts import AnswersAskedSchema, AnswerSchema, AnswersSchema
from app.foundation import clock
from app.foundation.errors import Missing
from campaigns.answers.queries import given, lists
from campaigns.answers.queries.lists import Line, Which
from campaigns.contributions.models import PUBLIC
from campaigns.ideas.queries import pages
from campaigns.plan.queries.campaigns import campaign_or_missing

A_PAGE = 50


@reads(AnswersSchema, query=AnswersAskedSchema)
def list_answers(asked: dict[str, Any]) -> Any:
    """What departments owe and have answered, everywhere or in one campaign."""
    slug, office = asked.get("campaign"), asked.get("office")
    campaign = campaign_or_missing(slug, actor()) if slug is not None else None
    of = ("answers", asked["which"], slug, office)
    page = lists.page_of(
        Which(asked["which"]),
        clock.now(),
        campaign_id=campaign.id if campaign else None,
        office_id=office,
        after=cursors.given(asked.get("after"), *of),
        size=A_PAGE,
    )
    return {"items": [_line(line) for line in page.rows], "next": cursors.made(page.following, *of)}


@reads(AnswerSchema)
def show_answer(idea_id: int) -> Any:
    """The answer that stands to an idea."""
    read = pages.idea_or_missing(actor(), idea_id)
    answer = given.of_idea(idea_id) if read.state in PUBLIC else None
    if answer is None:
        raise Missing
    return {**vars(answer), "idea": idea_id, "earlier": len(answer.earlier)}


def _line(line: Line) -> dict[str, Any]:
    page = addresses.page("ideas.show_idea", idea_id=line.idea_id)
    return {**vars(line), "idea": line.idea_id, "campaign": line.slug, "page": page}
