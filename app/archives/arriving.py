"""An archive, as the import command asks for it."""

from datetime import datetime

import click

from app.archives import taking
from app.archives.container import Damaged
from app.archives.taking import NotTaken, Taken
from campaigns.ideas.cli import Asked, Report

COUNTED = ("ideas", "comments", "ballots")


def bring_archive(asked: Asked, now: datetime) -> Report:
    """Takes a campaign in from an archive, whole or not at all. Raises click's errors where it cannot be."""
    try:
        taken = taking.take(asked.source, now, dry_run=asked.dry_run, progress=_say)
    except Damaged as fault:
        raise click.ClickException(f"{asked.source} was not taken in, and nothing was changed: {fault}") from None
    except NotTaken as refusal:
        raise click.ClickException(f"{asked.source}: {refusal}") from None
    return _report(taken, asked.dry_run)


def _report(taken: Taken, dry_run: bool) -> Report:
    report = Report(taken.slug)
    counts = {name: taken.counts[name] for name in COUNTED}
    if taken.is_known:
        report.unchanged = sum(counts.values())
        return report
    report.ideas, report.comments, report.ballots = (counts[name] for name in COUNTED)
    if not dry_run:
        report.said.append(
            "people of the archive cannot sign in here: give somebody the role of its owner with `flask roles give`. "
            "The index and the files of votes and digests are made by the worker"
        )
        click.echo(f"the longest step took {taken.longest * 1000:.0f} ms", err=True)
    return report


def _say(stage: str) -> None:
    click.echo(stage, err=True)
