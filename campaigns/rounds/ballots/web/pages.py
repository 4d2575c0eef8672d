"""The pages of a vote, made from what was asked and chosen."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from app.foundation.errors import Invalid, Reason
from campaigns.plan import words
from campaigns.plan.models import Campaign
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.web.tabs import tabs_row
from campaigns.rounds.ballots import choices, marks
from campaigns.rounds.ballots.queries import options, votes
from campaigns.rounds.ballots.queries.votes import Vote
from campaigns.rounds.ballots.web import cards
from campaigns.rounds.ballots.web.lookups import Asked
from campaigns.rounds.ballots.web.marking import Choice
from campaigns.rounds.rules.words import in_one_sentence

NOTHING = Choice()


@dataclass(frozen=True)
class Other:
    """A vote among several of a campaign."""

    label: str
    url: str
    current: bool


def ballot(asked: Asked, choice: Choice = NOTHING, *, fault: Reason | None = None, part: int = 1) -> str:
    """The ballot, or why nobody or not this person can fill it in."""
    campaign = campaign_or_missing(asked.slug, asked.actor)
    refusal = asked.refusal()
    laid = options.of_round(asked.round.id)
    known = None if asked.is_guest else votes.last_cast_at(asked.round.id, asked.actor.id, asked.code_id)
    return render_template(
        "rounds/vote/ballot.html",
        **_frame(asked, campaign),
        sheet=cards.sheet_of(asked, laid, choice, part),
        state=asked.state,
        refusal=refusal,
        may_fill=asked.state == "open" and refusal is None,
        fault=fault,
        voted_at=known,
        is_fresh=choice == NOTHING,
    )


def check(asked: Asked, choice: Choice) -> str:
    """What will be sent, to be read once more. Raises Invalid where it is no choice on this ballot."""
    laid = options.of_round(asked.round.id)
    if choice.fault:
        raise Invalid(choice.fault)
    choices.require(asked.round.rule["ballot"], choice.marks, cards.offered(laid))
    campaign = campaign_or_missing(asked.slug, asked.actor)
    kind = asked.round.rule["ballot"]["kind"]
    chosen = [one for one in laid if one.idea_id in choice.values]
    return render_template(
        "rounds/vote/check.html",
        **_frame(asked, campaign),
        lines=cards.lines_of(asked, laid, choice),
        choice=marks.spell(choice.marks),
        form=secrets.token_urlsafe(12),
        kind=kind,
        used=cards.used(kind, chosen, choice.values),
        most=cards.most(kind, asked.round.rule["ballot"]),
        voted_at=votes.last_cast_at(asked.round.id, asked.actor.id, asked.code_id),
    )


def not_taken(asked: Asked, choice: Choice, reason: Reason, *, is_late: bool) -> str:
    """What was chosen stays in sight: it came too late, or may not be sent by this person."""
    campaign = campaign_or_missing(asked.slug, asked.actor)
    laid = options.of_round(asked.round.id)
    return render_template(
        "rounds/vote/not_taken.html",
        **_frame(asked, campaign),
        lines=cards.lines_of(asked, laid, choice),
        reason=reason,
        is_late=is_late,
    )


def _frame(asked: Asked, campaign: Campaign) -> dict[str, Any]:
    return {
        "campaign": campaign,
        "round": asked.round,
        "asked": asked,
        "rule_said": in_one_sentence(asked.round.rule),
        "tabs": tabs_row(campaign, asked.actor, "vote"),
        "zone": words.zone_words(asked.round.window.closes_at, campaign.time_zone),
        "others": _others(asked),
        "here_url": here(asked),
        "rule_url": url_for("rounds.show_rule", slug=asked.slug, round=asked.round.number),
        "code_url": _code_url(asked),
    }


def here(asked: Asked) -> str:
    """The address of this vote."""
    return url_for("ballots.show_ballot", slug=asked.slug, round=asked.round.number)


def _code_url(asked: Asked) -> str:
    """Where a code is typed; nothing where the rule takes none."""
    takes_codes = "code" in asked.round.rule.get("channels", ())
    return url_for("paper.ask_code", slug=asked.slug, round=asked.round.number) if takes_codes else ""


def _others(asked: Asked) -> Sequence[Other]:
    if len(asked.every) < 2:
        return ()
    return [_other(asked, one, place) for place, one in enumerate(asked.every, 1)]


def _other(asked: Asked, one: Vote, place: int) -> Other:
    url = url_for("ballots.show_ballot", slug=asked.slug, round=one.number)
    return Other(_("Vote %(number)s", number=place), url, one is asked.round)
