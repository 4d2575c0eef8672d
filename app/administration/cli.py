"""`flask site …`: the words of the site by command."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from app.accounts.roles import SYSTEM
from app.administration import drafts
from app.administration.domain import texts as verbs
from app.administration.domain.texts import Words
from app.foundation import clock, site
from app.foundation.errors import Conflict
from app.foundation.unit_of_work import step
from app.site import texts

group = AppGroup("site", help="The words of the site.")
text_commands = AppGroup("texts", help="Rules, personal data, consents, contacts.")
group.add_command(text_commands)


@text_commands.command("load")
@click.option(
    "--from",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of Markdown files named like the texts, as docs/legal/ru.",
)
@click.option("--language", default="", help="Their language; by default the name of the folder.")
@click.option("--over", is_flag=True, help="Also where the operator has written a text already.")
@click.option(
    "--why",
    default="A draft to be adapted with a lawyer.",
    show_default=True,
    help="What stands in the list of versions.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
def load(folder: Path, language: str, over: bool, why: str, as_json: bool) -> None:
    """Make the texts of a folder new versions of those of the site. What says the same already stays as it is."""
    language = language or folder.resolve().name
    if language not in site.chosen().languages:
        raise click.UsageError(f"{language} is no language of this site: name one with --language")
    told: dict[str, list[str]] = {"written": [], "kept": [], "unchanged": [], "refused": [], "gaps": []}
    for path in sorted(folder.glob("*.md")):
        told[_load(path, language, over, why)].append(path.stem)
        draft = drafts.read(path, language)
        if draft and drafts.has_gaps(draft.body):
            told["gaps"].append(path.stem)
    if as_json:
        click.echo(json.dumps({"language": language, **told}, ensure_ascii=False))
        return
    for word, names in told.items():
        if names:
            click.echo(f"{word}: {', '.join(names)}")


def _load(path: Path, language: str, over: bool, why: str) -> str:
    draft = drafts.read(path, language) if path.stem in texts.NAMES else None
    if draft is None:
        return "refused"
    if not over and any(text.language == language for text in texts.written_in(draft.name)):
        return "kept"
    words = Words(draft.name, language, draft.title, draft.body, why)
    try:
        with step():
            verbs.write(SYSTEM, words, None, clock.now())
    except Conflict:
        return "unchanged"
    return "written"
