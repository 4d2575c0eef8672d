"""The confirmation of a vote: its control code, never the choice."""

import io

import segno
from flask import render_template, request, url_for
from markupsafe import Markup

from app.accounts.sessions import require_person
from app.foundation import hosts
from app.foundation.errors import Missing
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.web.tabs import tabs_row
from campaigns.rounds.ballots.queries import votes
from campaigns.rounds.ballots.queries.votes import Given
from campaigns.rounds.ballots.web import passes
from campaigns.rounds.ballots.web.lookups import Asked, asked_for
from campaigns.rounds.ledger import spelling


def show_confirmation(slug: str) -> str:
    """The control code of a vote, to be printed or kept; a person's own last one, or the one that a signed word leads to."""
    asked = asked_for(slug)
    given = _given(asked)
    if given is None:
        raise Missing
    campaign = campaign_or_missing(slug, asked.actor)
    code = spelling.code(given.commitment)
    look_up = url_for("rounds.find_receipt", slug=slug, round=asked.round.number, code=code)
    return render_template(
        "rounds/vote/confirmation.html",
        campaign=campaign,
        asked=asked,
        round=asked.round,
        state=asked.state,
        tabs=tabs_row(campaign, asked.actor, "vote"),
        given=given,
        code=code,
        look_up=look_up,
        qr=drawn(hosts.link(look_up)),
        here_url=url_for("ballots.show_ballot", slug=slug, round=asked.round.number),
    )


def _given(asked: Asked) -> Given | None:
    if "word" in request.args:
        cast_id = passes.confirmed(request.args["word"])
        return None if cast_id is None else votes.given_as(asked.round.id, cast_id)
    person_id = require_person().id
    number = request.args.get("number", type=_small)
    return votes.given(asked.round.id, person_id, number) if person_id else None


def _small(text: str) -> int:
    return int(text[:9])


def drawn(text: str) -> Markup:
    """The text as a QR code that stands in the page itself, dark on light in every scheme."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        picture, kind="svg", xmldecl=False, svgns=False, omitsize=True, light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(picture.getvalue().decode())  # noqa: S704
