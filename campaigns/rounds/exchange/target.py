"""The campaign, the round and the ballot paper that an import of votes fills. Nobody sees the campaign before everything is in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import insert, select

from app.accounts.roles import SYSTEM
from app.foundation import site
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.languages import language_of
from campaigns.ideas.imports import bringing
from campaigns.ideas.models import Idea
from campaigns.plan.domain import campaigns
from campaigns.plan.domain.campaigns import Outline
from campaigns.plan.models import Campaign, PlannedWindow, Template
from campaigns.plan.phases import PhaseKind, Window
from campaigns.rounds.ballots.models import Option
from campaigns.rounds.domain import published
from campaigns.rounds.exchange.damage import Broken, Damage
from campaigns.rounds.exchange.votes import Offer, Vote
from campaigns.rounds.ledger.domain import notes
from campaigns.rounds.ledger.models import EntryKind, RoundNote
from campaigns.rounds.models import Round, Source
from campaigns.rounds.rules import shape

# While ballots come in the window is open, so that no bell closes the round in the middle of it.
MEANWHILE = timedelta(days=30)
LONGEST_TITLE = 200
HIDDEN_AT_ONCE = 20


def find(slug: str, vote: Vote) -> Round | None:
    """The round that an earlier run made in this campaign, or a vote on the same ideas; None where there is no such campaign.

    Raises Broken where the campaign is another one, or its vote.
    """
    campaign_id = db.session.scalar(select(Campaign.id).where(Campaign.slug == slug))
    if campaign_id is None:
        return None
    of_ballots = select(Round).where(Round.campaign_id == campaign_id, Round.source == Source.BALLOTS)
    found = db.session.scalars(of_ballots.order_by(Round.number)).all()
    same = [round_ for round_ in found if _is_of(round_, vote)]
    if not same:
        what = (
            "its vote is another one than that of this file" if found else "it has no vote into which ballots can come"
        )
        raise Broken([Damage(0, f"there is a campaign {slug} already, and {what}: name another one with --campaign")])
    return same[0]


def _is_of(round_: Round, vote: Vote) -> bool:
    theirs = vote.rule
    if (shape.kind_of(round_.rule), shape.budget_of(round_.rule)) != (shape.kind_of(theirs), shape.budget_of(theirs)):
        return False
    laid = db.session.execute(
        select(Idea.source_id, Option.cost).join(Idea, Idea.id == Option.idea_id).where(Option.round_id == round_.id)
    ).all()
    return not laid or {(row.source_id, row.cost) for row in laid} == {(o.source_id, o.cost) for o in vote.offers}


def make(slug: str, vote: Vote, now: datetime) -> Round:
    """A campaign that nobody sees yet, with the window of its vote open, and its round with the rule."""
    settings = current_app.extensions["veche.settings"]
    outline = Outline(
        title=vote.title[:LONGEST_TITLE],
        slug=slug,
        language=language_of(" ".join(offer.title for offer in vote.offers), settings.DEFAULT_LANGUAGE),
        time_zone=settings.TIME_ZONE,
        question=vote.title,
        purpose=vote.purpose,
        organiser=site.chosen().organiser,
        winners=vote.rule["winners"] or len(vote.offers),
    )
    until = max(vote.closes_at, now.replace(second=0, microsecond=0) + MEANWHILE)
    windows = [Window(PhaseKind.VOTING, vote.opens_at, until)]
    template = Template.BUDGET if shape.spends(vote.rule) else Template.SELECTION_AND_VOTE
    with step():
        campaign = campaigns.create(template, outline, actor=SYSTEM, now=now, windows=windows)
        round_ = Round(
            campaign_id=campaign.id, number=1, window_id=campaign.windows[0].id, source=Source.BALLOTS, rule=vote.rule
        )
        published.fix(round_, now)
    return round_


def lay(round_: Round, offers: Sequence[Offer], now: datetime) -> dict[str, int]:
    """Puts the ideas on the ballot in their order, and off it again those that were taken off. Returns idea ids by source id.

    Raises Broken where one of them could not be brought in.
    """
    ids = bringing.ideas_by_source(round_.campaign_id)
    missing = [offer.source_id for offer in offers if offer.source_id not in ids]
    if missing:
        raise Broken([Damage(0, f"{missing[0]} stands on the ballot and could not be brought in")])
    with step():
        # The campaign's row keeps a second import of the same file waiting.
        db.session.scalars(select(Campaign.id).where(Campaign.id == round_.campaign_id).with_for_update()).one()
        if not db.session.scalar(select(Option.place).where(Option.round_id == round_.id).limit(1)):
            numbers = _numbers(round_.campaign_id)
            rows = [_option(round_.id, ids[one.source_id], one, place, now) for place, one in enumerate(offers, 1)]
            db.session.execute(insert(Option), [{**row, "number": numbers[row["idea_id"]]} for row in rows])
    if round_.closed_at is None:
        _hide(round_.id, [(ids[one.source_id], one.hidden_because) for one in offers if one.hidden_because], now)
    return {offer.source_id: ids[offer.source_id] for offer in offers}


def _hide(round_id: int, ideas: Sequence[tuple[int, str]], now: datetime) -> None:
    # What moderators here have decided about one since then, a second run leaves as it is.
    noted = set(db.session.scalars(select(RoundNote.idea_id).where(RoundNote.round_id == round_id)))
    hidden = [one for one in ideas if one[0] not in noted]
    for start in range(0, len(hidden), HIDDEN_AT_ONCE):
        with step():
            for idea_id, reason in hidden[start : start + HIDDEN_AT_ONCE]:
                notes.note(EntryKind.HIDE, round_id, idea_id=idea_id, reason=reason, now=now)


def _numbers(campaign_id: int) -> dict[int, int | None]:
    rows = db.session.execute(select(Idea.id, Idea.number).where(Idea.campaign_id == campaign_id))
    return {row.id: row.number for row in rows}


def _option(round_id: int, idea_id: int, offer: Offer, place: int, now: datetime) -> dict[str, Any]:
    return {
        "round_id": round_id,
        "idea_id": idea_id,
        "place": place,
        "title": offer.title,
        "cost": offer.cost,
        "laid_at": now,
    }


def finish(round_: Round, vote: Vote, now: datetime) -> None:
    """Makes the campaign public and ends the window when the vote of the file ended. Does nothing where that was done."""
    with step():
        campaign = db.session.get_one(Campaign, round_.campaign_id)
        if campaign.launched_at is not None:
            return
        campaigns.launch(campaign, actor=SYSTEM, now=now)
        window = db.session.get_one(PlannedWindow, round_.window_id)
        # Launched with its window open, or it could not be; nobody was told another end.
        window.closes_at = vote.closes_at
        db.session.flush()
