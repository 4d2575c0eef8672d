"""The command that loads the demonstration."""

import json

import click
from flask.cli import with_appcontext

from app.demo.cast import SignIn
from app.demo.loading import CutOff, load


def table(sign_ins: list[SignIn]) -> str:
    """The sign-ins as people read them."""
    lines = [f"  {sign_in.role:<14}{sign_in.email:<28}{sign_in.password}" for sign_in in sign_ins]
    return "\n".join(["  Demonstration sign-ins, for this machine only:", *lines])


@click.command("demo")
@click.option("--json", "as_json", is_flag=True, help="Print the sign-ins as JSON.")
@with_appcontext
def demo(as_json: bool) -> None:
    """Load the demonstration campaigns, once, with people of every role; print the sign-ins."""
    try:
        sign_ins = load()
    except CutOff:
        raise click.ClickException(
            "an earlier load was cut off half-way; empty the instance folder (or the database) and start anew"
        ) from None
    if as_json:
        click.echo(json.dumps([vars(sign_in) for sign_in in sign_ins], ensure_ascii=False))
    else:
        click.echo(table(sign_ins))
