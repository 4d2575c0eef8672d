"""What paper and codes give to the pages of a campaign and of a result."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select

from app.foundation import clock
from app.foundation.db import db
from app.foundation.slots import Part
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.slots import Check, Seen, Tab, Told
from campaigns.rounds.models import Round, Source
from campaigns.rounds.paper.domain import waiting
from campaigns.rounds.paper.domain.sheets import takes_codes
from campaigns.rounds.paper.models import Pile
from campaigns.rounds.paper.queries import piles, sheets


def tabs(seen: Seen) -> Sequence[Tab]:
    """The section of paper, for those who enter it or observe it."""
    now = clock.now()
    if seen.viewer.is_guest or all(
        permissions.refusal(seen.viewer, act, seen.campaign, now) for act in (Act.ENTER_BALLOTS, Act.SEE_LOG)
    ):
        return ()
    rounds = db.session.scalars(
        select(Round).where(Round.campaign_id == seen.campaign.id, Round.source == Source.BALLOTS)
    )
    if not any(waiting.takes_paper(round_) for round_ in rounds):
        return ()
    return (Tab("paper", _("Paper"), url_for("paper.list_piles", slug=seen.campaign.slug)),)


def checks(campaign_id: int) -> Sequence[Check]:
    """Piles that are open in votes whose paper can still be accepted, and the count that waits for them. One statement."""
    open_piles = select(func.count()).where(Pile.round_id == Round.id, piles.is_open()).scalar_subquery()
    query = select(Round, open_piles, Campaign.slug).join(Campaign, Campaign.id == Round.campaign_id)
    rows = db.session.execute(query.where(Round.campaign_id == campaign_id, Round.source == Source.BALLOTS))
    return [check for row in rows for check in _checks(*row)]


def _checks(round_: Round, left: int, slug: str) -> list[Check]:
    at, found = clock.by_database(), []
    if not waiting.takes_paper(round_) or at >= waiting.until(round_):
        return []
    url = url_for("paper.list_piles", slug=slug, round=round_.number)
    if left:
        sentence = ngettext(
            "%(num)s pile of paper is open: what is not accepted in time is not counted.",
            "%(num)s piles of paper are open: what is not accepted in time is not counted.",
            left,
        )
        found.append(Check("paper.open", sentence, False, url))
    if at >= round_.window.closes_at:
        found.append(Check("paper.waiting", _("The count waits for paper. Say so when all of it is in."), False, url))
    return found


def on_paper(round_: Round) -> Part | None:
    """How paper was entered and how many codes were used, on the results of a vote."""
    told = piles.told(round_.id) if waiting.takes_paper(round_) else None
    made = sheets.of_round(round_.id) if takes_codes(round_) else []
    codes = {"sheets": len(made), "made": sum(one.codes for one in made), "used": sum(one.used for one in made)}
    if not made and not (told and (told.piles or told.cancelled)):
        return None
    return Part("rounds/paper/told.html", {"told": told, "codes": codes, "few": piles.FEW})


def _settled(details: Mapping[str, Any]) -> str:
    if details.get("alone"):
        return str(_("A pile of paper that one person had entered was accepted"))
    return str(_("A pile of paper that two people had entered was accepted"))


def _made(details: Mapping[str, Any]) -> str:
    count = details.get("count", 0)
    return str(
        ngettext(
            "A sheet with %(count)s code was made",
            "A sheet with %(count)s codes was made",
            count,
            count=format_decimal(count),
        )
    )


def log_words(_asked: None) -> dict[str, Told]:
    """How paper and codes are told in the log of a campaign."""
    return {
        "pile.begun": lambda _details: _("A pile of paper was begun"),
        "pile.changed": lambda _details: _("The description of a pile of paper was changed"),
        "pile.second": lambda _details: _("A second person began to enter a pile of paper"),
        "pile.given-back": lambda _details: _("A second person gave a pile of paper back"),
        "pile.cancelled": lambda _details: _("A pile of paper was cancelled"),
        "pile.settled": _settled,
        "pile.accepted": lambda _details: _("The slips of a pile of paper became votes"),
        "paper.in": lambda _details: _("The organiser said that all paper is in"),
        "codes.made": _made,
        "codes.cancelled": lambda _details: _("The unused codes of a sheet were cancelled"),
    }
