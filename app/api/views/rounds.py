"""Rounds: their rules, ballots and results; and a vote."""

from typing import Any

from flask import Response, jsonify, request

from app.accounts.roles import Actor
from app.api import addresses, cursors
from app.api.calls import actor
from app.api.domain import replies
from app.api.operations import reads, writes
from app.api.scopes import Scope
from app.api.shapes.rounds import (
    BallotSchema,
    NewVoteSchema,
    ResultAskedSchema,
    ResultSchema,
    RoundsSchema,
    VotedSchema,
)
from app.foundation import clock
from app.foundation.addresses import network
from app.foundation.errors import Invalid, Missing
from app.guards import door
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.rounds.ballots import marks, reasons
from campaigns.rounds.ballots.domain import casting
from campaigns.rounds.ballots.marks import Marks
from campaigns.rounds.ballots.models import BallotChannel
from campaigns.rounds.ballots.queries import options, votes
from campaigns.rounds.ballots.web.lookups import Asked
from campaigns.rounds.ballots.web.marking import ZERO_SAYS
from campaigns.rounds.models import Round
from campaigns.rounds.queries import results, rounds
from campaigns.rounds.queries.results import Standing
from campaigns.rounds.slots import Seen
from campaigns.rounds.web.lookups import with_editions


@reads(RoundsSchema)
def list_rounds(slug: str) -> Any:
    """The rounds of a campaign, with their rules."""
    person = actor()
    campaign = campaign_or_missing(slug, person)
    every = rounds.of_campaign(campaign.id)
    return {"items": [_line(one, bool(with_editions(person, campaign, one).editions), slug) for one in every]}


@reads(BallotSchema)
def show_ballot(slug: str, number: int) -> Any:
    """What is on the ballot of a vote, and how it is marked."""
    vote = _vote(slug, number, actor())
    rule = vote.round.rule["ballot"]
    laid = [
        {"idea": one.idea_id, **{name: getattr(one, name) for name in ("place", "number", "title", "cost", "stands")}}
        for one in options.of_round(vote.round.id)
    ]
    return {"round": number, "kind": rule["kind"], "ballot": rule, "options": laid}


@writes(Scope.VOTE, VotedSchema, status=201, body=NewVoteSchema)
def vote(sent: dict[str, Any], slug: str, number: int) -> Response:
    """Votes in the name of the person. Sent again while the round is open, the last choice counts."""
    person = actor()
    asked = _vote(slug, number, person)
    round_id, voter, now = asked.round.id, asked.voter, clock.now()
    chosen = _chosen(sent, asked.round.rule["ballot"]["kind"])
    form = replies.form_of(person.id or 0)

    def cast() -> Response:
        seen = Seen(network(), request.user_agent.string)
        receipt = casting.cast(round_id, voter, chosen, channel=BallotChannel.SITE, form=form, now=now, seen=seen)
        page = addresses.page("ballots.show_confirmation", slug=slug, round=number, number=receipt.number)
        answer = jsonify(code=receipt.code, number=receipt.number, page=page)
        answer.status_code = 201
        return answer

    return replies.once(person.id or 0, now, cast, lambda: door.count_act(str(person.id), "ballots.cast_ballot"))


@reads(ResultSchema, query=ResultAskedSchema)
def show_result(asked: dict[str, Any], slug: str, number: int) -> Any:
    """The result of a round, by rank, once it is published; before that for its owners alone."""
    person = actor()
    campaign = campaign_or_missing(slug, person)
    round_ = rounds.round_or_missing(campaign.id, number)
    edition = asked.get("edition")
    editions = with_editions(person, campaign, round_).editions
    result = next((one for one in editions if edition in {None, one.edition}), None)
    if result is None:
        raise Missing
    of = ("result", result.id)
    page = results.page(result.id, person, cursors.given(asked.get("after"), *of))
    totals = results.totals(result.id)
    return {
        "round": number,
        **{name: getattr(result, name) for name in ("edition", "counted_at", "published_at", "fingerprint")},
        "ideas": totals.ideas,
        "winners": totals.winners,
        "items": [_row(row) for row in page.rows],
        "next": cursors.made(page.following, *of),
    }


def _vote(slug: str, number: int, person: Actor) -> Asked:
    every = votes.rounds_of(slug, person)
    found = next((one for one in every if one.number == number), None)
    if found is None:
        raise Missing
    return Asked(slug, person, found, every)


def _chosen(sent: dict[str, Any], kind: str) -> Marks:
    try:
        # No points and no place are no mark; to pass is one, and so is the lowest score of a scale from 0.
        pairs = ((one["idea"], one["value"]) for one in sent["marks"] if one["value"] or kind in ZERO_SAYS)
        return marks.of(pairs)
    except ValueError:
        raise Invalid(reasons.NOT_A_MARK) from None


def _line(one: Round, has_result: bool, slug: str) -> dict[str, Any]:
    now = clock.now()
    is_over = one.closed_at is not None or one.window.closes_at <= now
    return {
        "number": one.number,
        "counts": one.source,
        "opens_at": one.window.opens_at,
        "closes_at": one.window.closes_at,
        "closed_at": one.closed_at,
        "state": "over" if is_over else "open" if one.window.opens_at <= now else "before",
        "rule": one.rule,
        "rule_fingerprint": one.rule_fingerprint,
        "has_result": has_result,
        "page": addresses.page("rounds.show_results", slug=slug, round=one.number),
    }


def _row(row: Standing) -> dict[str, Any]:
    return {**vars(row), "idea": row.idea_id}
