"""Ideas: read, sent, supported."""

from datetime import date
from typing import Any

from flask import Response, jsonify
from werkzeug.datastructures import MultiDict

from app.accounts.roles import Actor
from app.api import addresses, cursors, personal
from app.api.calls import actor
from app.api.domain import replies
from app.api.operations import reads, writes
from app.api.reasons import Unfit
from app.api.scopes import Scope
from app.api.shapes.texts import (
    IdeasAskedSchema,
    IdeaSchema,
    IdeasSchema,
    NewIdeaSchema,
    SentSchema,
    SupportedSchema,
)
from app.foundation import clock, problems
from app.foundation.errors import NotAllowed
from app.guards import door
from campaigns.contributions.models import State
from campaigns.ideas.domain import drafts, ideas, supports
from campaigns.ideas.models import Outcome
from campaigns.ideas.queries import choices, lists, pages
from campaigns.ideas.queries.lists import Asked, IdeaLine, Order
from campaigns.ideas.queries.pages import IdeaRead
from campaigns.ideas.texts import IdeaText
from campaigns.ideas.web import told
from campaigns.ideas.web.forms import IdeaForm
from campaigns.plan import days
from campaigns.plan.queries.campaigns import campaign_or_missing

A_PAGE = 50
FIELDS = ("title", "problem", "proposal", "effect", "elsewhere")
CHOICES = {"track": "track_id", "territory": "territory_id", "service": "service_id"}


@reads(IdeasSchema, query=IdeasAskedSchema)
def list_ideas(asked: dict[str, Any], slug: str) -> Any:
    """The ideas of a campaign."""
    campaign = campaign_or_missing(slug, actor())
    word = asked.pop("after", None)
    of = ("ideas", slug, *sorted(asked.items()))
    begun = cursors.given(word, *of)
    today = days.local(clock.now(), campaign.time_zone).date()
    # A walk that was begun yesterday goes on in yesterday's order.
    day, key = (date.fromisoformat(begun[:10]), begun[10:]) if begun else (today, None)
    wanted = Asked(
        day,
        Order(asked["order"]),
        asked.get("track"),
        asked.get("territory"),
        asked.get("service"),
        asked.get("problem"),
        outcome=Outcome(asked["outcome"]) if "outcome" in asked else None,
        state=State(asked["state"]),
        after=key,
    )
    page = lists.page_of(actor(), campaign.id, wanted, A_PAGE)
    following = f"{day.isoformat()}{page.after}" if page.after else None
    return {"items": [_line(line) for line in page.rows], "next": cursors.made(following, *of)}


@reads(IdeaSchema)
def show_idea(idea_id: int) -> Any:
    """One idea. What is said about it stands in its thread."""
    return _shown(pages.idea_or_missing(actor(), idea_id))


@writes(Scope.SUBMIT, SentSchema, status=201, body=NewIdeaSchema)
def submit_idea(sent: dict[str, Any], slug: str) -> Response:
    """Sends an idea in the name of the person.

    It is published at once or waits for a check, as on the pages. Where it cannot be sent now, its text stays a draft of the
    person (409, with its address under `draft`). Where it may hold personal data, you are asked once (422 `personal-data`): send
    it again with the word of `seen`.
    """
    person, now = actor(), clock.now()
    campaign = campaign_or_missing(slug, person)
    text = _fit(sent, campaign.id)
    personal.ask(text.prose, sent["seen"])
    campaign_id = campaign.id

    def send() -> Response:
        kept = drafts.save(person, campaign_id, text, now, secret=drafts.new_secret())
        idea_id = kept.idea.id
        try:
            idea = ideas.submit(person, idea_id, now)
        except NotAllowed as refusal:
            place = addresses.page("ideas.edit_idea", idea_id=idea_id)
            return problems.answer(409, refusal.reason, {"draft": place})
        answer = jsonify(
            id=idea.id,
            state=idea.contribution.state.value,
            number=idea.number,
            page=addresses.page("ideas.show_idea", idea_id=idea.id),
        )
        answer.status_code = 201
        answer.headers["Location"] = addresses.own("show_idea", idea_id=idea.id)
        return answer

    return replies.once(person.id or 0, now, send, lambda: door.count_act(str(person.id), "ideas.submit_idea"))


@writes(Scope.SUPPORT, SupportedSchema)
def support_idea(idea_id: int) -> Response:
    """The person supports the idea. Twice is once."""
    return _stand(actor(), idea_id, True)


@writes(Scope.SUPPORT, SupportedSchema)
def withdraw_support(idea_id: int) -> Response:
    """The person supports the idea no longer."""
    return _stand(actor(), idea_id, False)


def _stand(person: Actor, idea_id: int, supported: bool) -> Response:
    now = clock.now()

    def change() -> Response:
        (supports.give if supported else supports.take_back)(person, idea_id, now)
        read = pages.idea_or_missing(person, idea_id)
        return jsonify(is_supported=read.is_supported, supports=read.idea.support_total)

    name = "ideas.support" if supported else "ideas.unsupport"
    return replies.once(person.id or 0, now, change, lambda: door.count_act(str(person.id), name))


def _fit(sent: dict[str, Any], campaign_id: int) -> IdeaText:
    """What was sent, by the same form as on the page. Raises Unfit where that would come back."""
    typed: MultiDict[str, str] = MultiDict({name: sent[name] for name in FIELDS})
    typed.update({field: str(sent[name]) for name, field in CHOICES.items() if sent[name] is not None})
    typed.setlist("problem_ids", [str(one) for one in sent["problems"]])
    form = IdeaForm(formdata=typed)
    form.offer(choices.for_campaign(campaign_id, None, form.problem_ids.data))
    if not form.is_fit():
        raise Unfit(faults_of(form))
    return form.text


def faults_of(form: Any) -> list[dict[str, str]]:
    """What a form says is amiss, by the names of what was sent."""
    names = {field: name for name, field in CHOICES.items()} | {"problem_ids": "problems"}
    return [
        {"pointer": f"#/{names.get(field, field)}" if field else "#", "detail": str(sentence)}
        for field, sentences in form.errors.items()
        for sentence in sentences
    ]


def _line(line: IdeaLine) -> dict[str, Any]:
    return {
        **vars(line),
        "byline": told.byline_of(line.byline, line.co_authors),
        "page": addresses.page("ideas.show_idea", idea_id=line.id),
    }


def _shown(read: IdeaRead) -> dict[str, Any]:
    idea, common = read.idea, read.contribution
    return {
        "id": idea.id,
        "campaign": read.campaign.slug,
        "number": idea.number,
        **IdeaText.of(idea).prose,
        "language": common.language,
        "byline": told.of(actor(), read).byline,
        "track": idea.track,
        "territory": idea.territory,
        "service": idea.service,
        "state": read.state,
        "outcome": idea.outcome,
        "joined_to": idea.joined_to_id,
        "published_at": common.published_at,
        "changed_at": read.changed_at,
        "supports": idea.support_total,
        "is_supported": read.is_supported,
        "comments": idea.comments,
        "page": addresses.page("ideas.show_idea", idea_id=idea.id),
        "thread": addresses.own("list_comments", thread_id=idea.id),
        "answer": addresses.own("show_answer", idea_id=idea.id),
    }
