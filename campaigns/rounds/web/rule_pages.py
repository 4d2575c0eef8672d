"""The rule of a vote as everyone reads it: in words, with the ideas on the ballot, its versions and its checksum."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.sessions import current_actor
from app.foundation import canonical
from app.foundation.errors import Missing
from app.foundation.spreadsheets import attached
from campaigns.plan.models import Campaign
from campaigns.plan.queries import places
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.web.tabs import tabs_row
from campaigns.rounds.models import Round, RuleVersion
from campaigns.rounds.queries import plans
from campaigns.rounds.queries.rounds import votes_of
from campaigns.rounds.rules import shape, words
from campaigns.rounds.web.shown import Choice


@dataclass(frozen=True)
class Published:
    """A version of the rule, with its sentences and, where it replaced one, the lines that came and went."""

    version: RuleVersion
    url: str
    added: Sequence[str]
    dropped: Sequence[str]


def show_rule(slug: str) -> str:
    """The rule of a vote."""
    actor = current_actor()
    campaign = campaign_or_missing(slug, actor)
    round_, votes = _asked(campaign)
    rule, names = round_.rule, dict(places.choices())
    return render_template(
        "rounds/rule.html",
        campaign=campaign,
        tabs=tabs_row(campaign, actor, "vote"),
        round=round_,
        votes=_choices(campaign, votes, round_),
        sentences=words.sentences(rule, campaign.time_zone, names),
        spelled=canonical.spell(rule).decode(),
        budget=shape.budget_of(rule),
        options=plans.laid(round_.id),
        versions=_versions(campaign, round_, names),
    )


def download_rule(slug: str) -> Response:
    """A version of the rule as canonical JSON: the SHA-256 of this file is its fingerprint. Without a number the newest."""
    campaign = campaign_or_missing(slug, current_actor())
    round_, _votes = _asked(campaign)
    wanted = request.args.get("version", type=int)
    version = next((one for one in plans.versions_of(round_.id) if wanted in {None, one.number}), None)
    if version is None:
        raise Missing
    name = f"{campaign.slug}-{round_.number}-rule-{version.number}.json"
    return attached(canonical.spell(version.rule), "application/json", name)


def _asked(campaign: Campaign) -> tuple[Round, list[Round]]:
    votes = votes_of(campaign.id)
    number = request.args.get("round", type=int)
    found = [round_ for round_ in votes if number in {None, round_.number}]
    if not found:
        raise Missing
    return found[-1], votes


def _choices(campaign: Campaign, votes: Sequence[Round], chosen: Round) -> list[Choice]:
    if len(votes) < 2:
        return []
    return [
        Choice(
            _("Vote %(number)s", number=place),
            url_for("rounds.show_rule", slug=campaign.slug, round=round_.number),
            round_ is chosen,
        )
        for place, round_ in enumerate(votes, 1)
    ]


def _versions(campaign: Campaign, round_: Round, names: dict[int, str]) -> list[Published]:
    versions = plans.versions_of(round_.id)
    said = {one.number: words.sentences(one.rule, campaign.time_zone, names) for one in versions}
    where: dict[str, Any] = {"slug": campaign.slug, "round": round_.number}
    return [
        Published(
            one,
            url_for("rounds.download_rule", **where, version=one.number),
            [line for line in said[one.number] if one.number - 1 in said and line not in said[one.number - 1]],
            [line for line in said.get(one.number - 1, []) if line not in said[one.number]],
        )
        for one in versions
    ]
