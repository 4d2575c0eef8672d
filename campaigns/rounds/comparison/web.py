"""What the same votes give by other rules: for the owner, and for everyone once the owner publishes it."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.sessions import current_actor
from app.foundation import canonical, clock
from app.foundation.errors import Conflict, Missing, Reason
from app.foundation.spreadsheets import attached
from app.foundation.unit_of_work import begin_writing
from campaigns.plan import permissions
from campaigns.plan.phases import Act
from campaigns.rounds.comparison import publishing, reading
from campaigns.rounds.comparison.outcomes import Outcome, compare
from campaigns.rounds.models import Source
from campaigns.rounds.queries import results
from campaigns.rounds.rules import shape
from campaigns.rounds.rules.words import COUNTED
from campaigns.rounds.web.lookups import Asked, asked_for, result_or_missing
from campaigns.rounds.web.shown import named

# As many choices as a page can put through every rule while somebody waits; more than that the command does.
MOST = 200_000
TOO_MANY = Reason(
    "comparison.too-many",
    _l("There are too many votes to compare rules on a page: the operator of the platform does it by a command."),
)
COMPLETIONS: dict[str, Any] = {
    "add-one and fill": _l(
        "What is left over goes to everyone alike, step by step, then to the most popular ideas that fit."
    ),
    "add-one": _l("What is left over goes to everyone alike, step by step."),
    "fill": _l("What is left over goes to the most popular ideas that fit."),
    "none": _l("What is left over is not spent."),
}


def show_comparison(slug: str, number: int) -> str:
    """Who wins by each rule that fits, and who is represented: what was published, else for the owner what it would be."""
    asked, result = result_or_missing(slug, number)
    told = publishing.published(asked.round.id)
    if told is None:
        if asked.round.source != Source.BALLOTS or not asked.is_owner:
            raise Missing
        ballots, outcomes = _fresh(asked)
        told = {"ballots": ballots, "outcomes": [outcome.as_json() for outcome in outcomes]}
        is_published = False
    else:
        is_published = True
    titles = {row.idea_id: named(row) for row in results.everyone(result.id, asked.actor)}
    return render_template(
        "rounds/comparison.html",
        campaign=asked.campaign,
        round=asked.round,
        ballots=told["ballots"],
        outcomes=[_shown(outcome, titles, asked.round.rule) for outcome in told["outcomes"]],
        is_published=is_published,
        may_publish=asked.is_owner and not is_published,
    )


def publish_comparison(slug: str, number: int) -> ResponseReturnValue:
    """Lets everyone read it."""
    asked, _result = result_or_missing(slug, number)
    permissions.require(current_actor(), Act.CLOSE_ROUND, asked.campaign, clock.now())
    if asked.round.source != Source.BALLOTS:
        raise Missing
    ballots, outcomes = _fresh(asked)
    begin_writing()
    publishing.publish(asked.round, ballots, outcomes, asked.actor, clock.now())
    flash(_("Everyone can read the comparison now."))
    return redirect(url_for("rounds.show_comparison", slug=slug, number=number), 303)


def download_comparison(slug: str, number: int) -> Response:
    """What the same ballots give by each rule, once somebody has published it."""
    found = publishing.published(asked_for(slug, number).round.id)
    if found is None:
        raise Missing
    return attached(canonical.spell(found), "application/json", f"{slug}-{number}-comparison.json")


def _fresh(asked: Asked) -> tuple[int, list[Outcome]]:
    ground = reading.of_round(asked.round)
    if sum(text.count(":") for text in ground.ballots) > MOST:
        raise Conflict(TOO_MANY)
    outcomes = compare(ground.rule, ground.candidates, ground.ballots, ground.changes, ground.seed)
    return ground.ballots.total(), outcomes


def _shown(outcome: dict[str, Any], titles: dict[int, str], rule: dict[str, Any]) -> dict[str, Any]:
    counting = outcome["counting"]
    completion = counting.get("completion")
    return {
        **outcome,
        "is_rule": counting == rule["counting"],
        "sentence": COUNTED[shape.Counting(counting["rule"])](counting),
        "completion": COMPLETIONS.get(completion) if completion else None,
        "by": counting.get("by"),
        "titles": [titles[id] for id in outcome["winners"] if id in titles],
    }
