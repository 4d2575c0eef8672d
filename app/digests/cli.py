"""Commands of digests."""

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.digests import jobs
from app.digests.files import MAKERS
from app.digests.models import Form, Snapshot
from app.foundation.db import db
from campaigns.rounds.cli import of_round, round_of
from campaigns.rounds.queries import results

group = AppGroup("digest", help="Digests: documents made of frozen results.")


@group.command("build")
@click.argument("slug")
@of_round
@click.option(
    "--format", "form", type=click.Choice([one.value for one in Form]), required=True, help="What the file is."
)
@click.option(
    "--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True, help="Where it goes."
)
def build(slug: str, number: int | None, form: str, output: Path) -> None:
    """Write the digest of a counted round of the campaign SLUG into a file. Built again, the file is the same."""
    round_ = round_of(slug, number)
    result = results.current(round_.id)
    if result is None:
        raise click.ClickException(
            f"round {round_.number} of {slug} is not counted: close it, then flask rounds tally {slug}"
        )
    jobs.take(result.id)
    snapshot = db.session.scalars(select(Snapshot).where(Snapshot.result_id == result.id)).one()
    try:
        output.write_bytes(MAKERS[Form(form)](snapshot))
    except OSError as fault:
        raise click.ClickException(f"{output} cannot be written: {fault.strerror}") from None
    click.echo(f"{output}: {form}, fingerprint {snapshot.fingerprint}", err=True)
