"""Checking the chains by command."""

import json

import click
from flask.cli import AppGroup

from app.audit import chain

group = AppGroup("audit", help="The log of what was done.")


@group.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.pass_context
def verify(context: click.Context, as_json: bool) -> None:
    """Check that no entry of any chain was changed or is missing; exit with 1 where one is."""
    found = [(kept, list(chain.faults(kept))) for kept in chain.all_chains()]
    if as_json:
        chains = [
            {"campaign_id": kept.campaign_id, "entries": kept.length, "head": kept.head, "faults": faults}
            for kept, faults in found
        ]
        click.echo(json.dumps({"whole": not any(faults for _, faults in found), "chains": chains}, ensure_ascii=False))
    else:
        for kept, faults in found:
            name = "platform" if kept.campaign_id is None else f"campaign {kept.campaign_id}"
            click.echo(f"{name}: {kept.length} entries, {'; '.join(faults) or 'whole'}")
    if any(faults for _, faults in found):
        context.exit(1)
