"""What the import command does with files of votes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import click
from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.foundation.db import db
from app.foundation.errors import Refusal
from app.foundation.tables import Row
from campaigns.ideas.cli import Asked, Report, with_bar
from campaigns.ideas.imports import bringing as texts
from campaigns.ideas.imports import target
from campaigns.plan.models import Campaign
from campaigns.rounds.exchange import bringing
from campaigns.rounds.exchange.bringing import Outcome
from campaigns.rounds.exchange.damage import Broken, Damage
from campaigns.rounds.exchange.pabulib import votes as elections
from campaigns.rounds.exchange.polis import conversation as conversations
from campaigns.rounds.exchange.polis import votes as opinions
from campaigns.rounds.exchange.votes import Vote

TEXT = "text"


def bring_election(asked: Asked, now: datetime) -> Report:
    """Brings a `.pb` file in. Raises ClickException where it cannot be counted as a whole."""
    settings = current_app.extensions["veche.settings"]
    try:
        read = elections.read(asked.source, counting=asked.counting, zone=settings.TIME_ZONE, now=now)
        came = _brought(asked, read.vote, read.ballots, now)
    except Broken as broken:
        raise _failed(asked, broken.damages) from None
    report = _report(asked, came, read.refused)
    report.said.append(f"how it is counted: {read.because}")
    _tell(read.notes)
    return report


def bring_conversation(asked: Asked, now: datetime) -> Report:
    """Brings a conversation in; one whose log of votes is absent comes in as ideas alone. Raises ClickException."""
    settings = current_app.extensions["veche.settings"]
    try:
        read = conversations.read(asked.source)
        # Why a statement is off the ballot, everyone reads.
        with force_locale(settings.DEFAULT_LANGUAGE):
            vote = opinions.vote_of(read, asked.slug, now)
        came = _ideas_alone(asked, vote, now) if read.log is None else _brought(asked, vote, len(read.voters), now)
    except Broken as broken:
        raise _failed(asked, broken.damages) from None
    report = _report(asked, came, read.refused)
    if read.log is None:
        report.said.append("there is no log of votes: the statements came in as ideas, and nobody's vote")
    elif came.casts > came.ballots:
        report.more["casts"] = came.casts
    _tell(read.notes)
    return report


def _brought(asked: Asked, vote: Vote, ballots: int, now: datetime) -> Outcome:
    vote = replace(vote, title=asked.title) if asked.title else vote
    if asked.dry_run:
        return bringing.check(asked.slug, vote, now=now)
    try:
        return with_bar(
            "ballots",
            ballots,
            lambda said: bringing.bring(asked.slug, vote, is_public=asked.published, now=now, progress=said),
        )
    except Refusal as refused:
        raise Broken([Damage(0, str(refused.reason))]) from None
    except IntegrityError:
        raise Broken([Damage(0, "another import of the same votes is under way: run it again afterwards")]) from None


def _ideas_alone(asked: Asked, vote: Vote, now: datetime) -> Outcome:
    rows = bringing.rows_of(offer for offer in vote.offers if not offer.hidden_because)
    campaign_id = db.session.scalar(select(Campaign.id).where(Campaign.slug == asked.slug))
    if campaign_id is None and not asked.dry_run:
        usual = current_app.extensions["veche.settings"].DEFAULT_LANGUAGE
        language = target.language_in(rows, bringing.COLUMNS, usual)
        campaign_id = target.make(asked.slug, asked.title or vote.title, language, now)
    way = texts.Way(campaign_id or 0, bringing.COLUMNS, asked.published, now)
    return Outcome(ideas=(texts.check if asked.dry_run else texts.bring)(rows, way))


def _report(asked: Asked, came: Outcome, refused: Iterable[Damage]) -> Report:
    report = Report(
        asked.slug,
        came.ideas.ideas,
        ballots=came.ballots,
        unchanged=came.ideas.unchanged + came.unchanged,
        columns=(TEXT,),
    )
    report.refusals = [(asked.source.name, row, reason) for row, reason in came.ideas.refusals]
    report.refusals += [(one.file or asked.source.name, Row(one.line, {TEXT: one.text}), one.reason) for one in refused]
    if came.ideas.held:
        report.more["held"] = came.ideas.held
    return report


def _tell(notes: Iterable[Damage]) -> None:
    for note in notes:
        click.echo(f"note: {note}", err=True)


def _failed(asked: Asked, damages: Iterable[Damage]) -> click.ClickException:
    lines = "\n".join(f"  {damage}" for damage in damages)
    return click.ClickException(f"nothing came in from {asked.source.name}:\n{lines}")
