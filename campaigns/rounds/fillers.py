"""What rounds give to the pages of a campaign."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db
from app.foundation.slots import Part
from campaigns.ideas.slots import IdeaShown
from campaigns.plan.slots import Check, Seen, Tab, Told
from campaigns.rounds.models import Round, RulePlan, Source
from campaigns.rounds.queries import results, rounds, voted


def tabs(seen: Seen) -> Sequence[Tab]:
    """The sections of results, in campaigns that have a round, and of the vote, where one is a vote."""
    found, slug = rounds.of_campaign(seen.campaign.id), seen.campaign.slug
    if not found:
        return ()
    results_tab = Tab("results", _("Results"), url_for("rounds.show_results", slug=slug))
    if all(round_.source != Source.BALLOTS for round_ in found):
        return (results_tab,)
    return (Tab("vote", _("Vote"), url_for("ballots.show_ballot", slug=slug)), results_tab)


def names_territory(territory_id: int) -> bool:
    """Whether the rule of a vote, published or planned, lets in the people of this place: fills the slot `accounts.territory-named`."""
    rules = [*db.session.scalars(select(Round.rule)), *db.session.scalars(select(RulePlan.rule))]
    return any(territory_id in rule.get("who", {}).get("territories", ()) for rule in rules)


def outcomes(campaign_ids: tuple[int, ...]) -> dict[int, str]:
    """What came out of each campaign whose result is published."""
    return {campaign_id: selected(*numbers) for campaign_id, numbers in results.outcomes(campaign_ids).items()}


def idea_outcome(shown: IdeaShown) -> Part | None:
    """Where the idea came in a vote whose result is published: fills the slot `idea.outcome`."""
    fate = voted.fate_of(shown.id)
    if fate is None:
        return None
    return Part("rounds/outcome.html", {"fate": fate})


def selected(winners: int, ideas: int) -> str:
    """How many ideas took part and how many were selected."""
    if not ideas:
        return str(_("No idea took part."))
    if winners == ideas:
        return str(
            ngettext(
                "%(count)s idea took part and was selected.",
                "%(count)s ideas took part, and all of them were selected.",
                ideas,
                count=format_decimal(ideas),
            )
        )
    return str(
        ngettext(
            "Of %(all)s ideas %(count)s was selected.",
            "Of %(all)s ideas %(count)s were selected.",
            winners,
            all=format_decimal(ideas),
            count=format_decimal(winners),
        )
    )


def _closed(details: Mapping[str, Any]) -> str:
    if details.get("source") == Source.BALLOTS:
        return str(_("Voting was ended before its time") if details.get("early") else _("Voting was ended"))
    if details.get("early"):
        return str(_("Gathering of support was closed before its time"))
    return str(_("Gathering of support was closed"))


def log_words(_asked: None) -> dict[str, Told]:
    """How rounds and results are told in the log of a campaign."""
    return {
        "rule.fixed": lambda _details: _("The rule of the count was fixed"),
        "rule.changed": lambda _details: _("The rule of the vote was changed before the first vote"),
        "ballot.laid": lambda details: _("The ballot was laid; ideas on it: %(count)s", count=details["options"]),
        "round.closed": _closed,
        "vote.twice": lambda _details: _("Two accounts that turned out to be one person had both voted"),
        "result.frozen": lambda _details: _("The count was made and frozen"),
        "result.signed": lambda _details: _("The result was signed"),
        "result.published": lambda _details: _("The result was published"),
        "comparison.published": lambda _details: _("What the same votes give by other rules was published"),
        "result.asked-again": lambda _details: _("A new count was asked for"),
    }


def checks(campaign_id: int) -> Sequence[Check]:
    """The rounds that are over and not published: what the owner has to wait for or to sign."""
    return [
        _check(waiting)
        for waiting in results.waiting(campaign_id, clock.now())
        if waiting.result is None or waiting.result.published_at is None
    ]


def _check(waiting: results.Waiting) -> Check:
    url = url_for("rounds.show_results", slug=waiting.slug, round=waiting.number)
    if waiting.result is None:
        return Check("round.counting", _("Round %(number)s is being counted.", number=waiting.number), False, url)
    if waiting.result.signed_at is None:
        sentence = _("The result of round %(number)s waits for your signature.", number=waiting.number)
        return Check("round.unsigned", sentence, False, url)
    sentence = _("The result of round %(number)s is signed and waits to be published.", number=waiting.number)
    return Check("round.unpublished", sentence, False, url)
