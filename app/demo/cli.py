"""The command that loads the demonstration."""

import json
from collections.abc import Sequence

import click
from flask.cli import with_appcontext

from app.demo.cast import SignIn
from app.demo.loading import STORIES, CutOff, load
from app.demo.refreshing import NotRefreshed, refresh, require_demonstration

QUESTION = (
    f"The {len(STORIES)} campaigns of the demonstration are loaded anew, at today's dates. Everything that people have written, "
    "decided and set in them since is lost, and everybody signs in again. The passwords stay. Go on?"
)


def table(sign_ins: Sequence[SignIn]) -> str:
    """The sign-ins as people read them."""
    lines = [f"  {sign_in.role:<14}{sign_in.email:<28}{sign_in.password}" for sign_in in sign_ins]
    return "\n".join(["  Demonstration sign-ins, for this machine only:", *lines])


@click.command("demo")
@click.option(
    "--refresh", "anew", is_flag=True, help="Load it anew at today's dates; refused where more than it is here."
)
@click.option("--yes", is_flag=True, help="With --refresh: do not ask whether what was written since may go.")
@click.option("--json", "as_json", is_flag=True, help="Print the sign-ins as JSON.")
@with_appcontext
def demo(anew: bool, yes: bool, as_json: bool) -> None:
    """Load the demonstration campaigns, once, with people of every role; print the sign-ins.

    Their dates count from the day of loading. --refresh moves them to today: the campaigns are loaded anew, the sign-ins and their
    passwords stay, what was written since is lost. It works beside a running copy, too.
    """
    try:
        sign_ins = _anew(yes) if anew else load()
    except (CutOff, NotRefreshed) as refusal:
        raise click.ClickException(str(refusal)) from None
    if as_json:
        click.echo(json.dumps([vars(sign_in) for sign_in in sign_ins], ensure_ascii=False))
    else:
        click.echo(table(sign_ins))


def _anew(yes: bool) -> list[SignIn]:
    require_demonstration()
    if not yes:
        click.confirm(QUESTION, abort=True, err=True)
    return refresh(lambda sentence: click.echo(f"{sentence} …", err=True))
