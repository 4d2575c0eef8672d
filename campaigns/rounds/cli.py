"""Commands of rounds: close one, count one."""

import contextlib
import json
from datetime import UTC, datetime, timedelta
from time import sleep
from typing import Any, NoReturn

import click
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.roles import SYSTEM
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Refusal
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign
from campaigns.rounds import jobs
from campaigns.rounds.domain import results as verbs
from campaigns.rounds.domain import rounds as round_verbs
from campaigns.rounds.domain.tally import Overtaken
from campaigns.rounds.ledger.domain import files as ledger_files
from campaigns.rounds.models import Round, Source
from campaigns.rounds.queries import results, rounds
from campaigns.rounds.queries.recount import recount
from campaigns.rounds.queries.recounted import Recount
from campaigns.rounds.verifier.cli import verify

group = AppGroup("rounds", help="Rounds: close them, count them.")
group.add_command(verify)

of_round = click.option(
    "--round", "number", type=click.IntRange(1), help="Which round; needed where there are several."
)


def _fail(sentence: object) -> NoReturn:
    raise click.ClickException(str(sentence))


def round_of(slug: str, number: int | None) -> Round:
    """The round that is meant; a sentence and exit code 1 or 2 where it is not there or not clear."""
    campaign = db.session.scalar(select(Campaign).where(Campaign.slug == slug))
    if campaign is None:
        _fail(f"there is no campaign {slug}: flask campaigns list shows them all")
    if campaign.launched_at is None:
        _fail(f"{slug} is not launched yet, so it has no round")
    if not rounds.of_campaign(campaign.id):
        # Launched by an import, or before rounds were fixed at the launch.
        with step():
            round_verbs.ensure_for(campaign)
    every = rounds.of_campaign(campaign.id)
    if not every:
        _fail(f"{slug} has no stage in which ideas gather support or people vote, so no round")
    if number is None and len(every) > 1:
        raise click.UsageError(f"{slug} has {len(every)} rounds: add --round N with N from 1 to {every[-1].number}")
    found = next((round_ for round_ in every if number in {None, round_.number}), None)
    if found is None:
        _fail(f"{slug} has no round {number}: there are {len(every)}")
    return found


def refuse_hidden(round_: Round) -> None:
    """Refuses to count a vote that is open where its rule keeps counts hidden: that goes for everyone."""
    is_open = round_.closed_at is None and round_.window.opens_at <= clock.now() < round_.window.closes_at
    if is_open and round_.source == Source.BALLOTS and round_.rule["counts"] == "hidden":
        _fail("people are voting, and by its rule nobody sees counts before the end")


@group.command("close")
@click.argument("slug")
@of_round
@click.option(
    "--reason", default="", help="Why before its time; everyone reads it. Unset: by the operator of the platform."
)
@click.option("--wait", is_flag=True, help="Wait until it is closed: less than a minute where it is still open.")
def close(slug: str, number: int | None, reason: str, wait: bool) -> None:
    """Close a round of the campaign SLUG: nothing is accepted after it, and the count is asked for.

    A round that is still open ends with the next whole minute, as everyone can read beside its dates; then the platform's
    worker closes it, or this command where it waits.
    """
    round_ = round_of(slug, number)
    # Everyone reads it beside the dates, in the language of the campaign.
    with force_locale(db.session.get_one(Campaign, round_.campaign_id).language):
        by_command = _("Closed by the operator of the platform.")
    closed_at = _close(round_.id, reason.strip() or by_command)
    if closed_at is None:
        click.echo(f"{slug}: round {round_.number} closes at {_at(round_.id)}", err=wait)
        if not wait:
            return
        _wait_for(round_.id)
    click.echo(f"{slug}: round {round_.number} is closed; flask rounds tally {slug} --round {round_.number} counts it")


def _close(round_id: int, reason: str) -> datetime | None:
    """When the round was closed; None where it ends with the next minute."""
    try:
        with step():
            round_verbs.close(db.session.get_one(Round, round_id), SYSTEM, clock.now(), reason)
    except Refusal as refused:
        _fail(refused.reason)
    return db.session.get_one(Round, round_id).closed_at


def _at(round_id: int) -> str:
    ends = db.session.get_one(Round, round_id).window.closes_at
    return ends.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def _wait_for(round_id: int) -> None:
    """Sleeps until the bell and closes the round, unless the worker was quicker."""
    while (left := db.session.get_one(Round, round_id).window.closes_at - clock.by_database()) > timedelta(0):
        db.session.rollback()
        sleep(left.total_seconds())
    with contextlib.suppress(Conflict), step():
        round_verbs.close(db.session.get_one(Round, round_id), SYSTEM, clock.now())


@group.command("tally")
@click.argument("slug")
@of_round
@click.option("--again", metavar="REASON", help="Freeze a new count beside the frozen one, for this reason.")
@click.option("--json", "as_json", is_flag=True, help="Print the count as JSON on standard output.")
def tally(slug: str, number: int | None, again: str | None, as_json: bool) -> None:
    """Count a round of the campaign SLUG anew from its votes and print the count.

    A closed round whose result is not frozen yet is frozen. Where a frozen result says something else, so does this
    command, on standard error, and exits with 1.
    """
    round_ = round_of(slug, number)
    refuse_hidden(round_)
    _freeze(round_, again)
    counted = recount(round_)
    say = _as_json if as_json else _as_lines
    click.echo(say(round_, counted))
    frozen = results.current(round_.id)
    if frozen is not None and frozen.fingerprint != counted.fingerprint:
        _fail(
            f"the frozen result of round {round_.number} is another: ideas or votes have changed since it was counted"
        )


@group.command("files")
@click.argument("slug")
@of_round
def files(slug: str, number: int | None) -> None:
    """Make the files of a published vote of the campaign SLUG anew, where the instance folder has lost them. They are the same."""
    round_ = round_of(slug, number)
    number = round_.number
    out = [result.id for result in results.finished(round_.id) if result.published_at]
    if round_.source != Source.BALLOTS or not out:
        _fail(f"round {number} of {slug} is no vote whose result is published, so it has no files")
    for result_id in out:
        ledger_files.make(result_id, clock.now())
    click.echo(f"{slug}: the files of round {number} are made")


def _freeze(round_: Round, again: str | None) -> None:
    try:
        if again is not None:
            with step():
                verbs.count_again(round_, SYSTEM, clock.now(), again.strip())
        jobs.tally_round(round_.id)
    except Refusal as refused:
        _fail(refused.reason)
    except Overtaken:
        _fail(f"another process is counting round {round_.number}: try again in a minute")


def _as_json(round_: Round, counted: Recount) -> str:
    ideas = [
        {
            "id": row.idea_id,
            "source_id": row.source_id,
            "title": row.title,
            "votes": row.votes,
            "rank": row.rank,
            "winner": row.winner,
        }
        for row in results.described(counted.places)
    ]
    found: dict[str, Any] = {"round": round_.number, "rule": counted.rule, "ballots": counted.ballots, "ideas": ideas}
    return json.dumps(found, ensure_ascii=False)


def _as_lines(round_: Round, counted: Recount) -> str:
    head = f"round {round_.number}: {counted.ballots} votes for {len(counted.places)} ideas"
    rows = (
        f"{row.rank}\t{'*' if row.winner else ''}\t{row.votes}\t{row.title}"
        for row in results.described(counted.places)
    )
    return "\n".join((head, *rows))
