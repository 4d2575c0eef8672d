"""A digest as a file: the same snapshot, in the same release and at the same address, gives the same bytes."""

from pathlib import Path

from flask import current_app
from flask_babel import force_locale

from app.digests.composing import compose
from app.digests.models import Snapshot
from app.digests.outline import Document
from app.digests.queries.digests import still_public
from app.digests.sections.discussion import PROBLEM
from app.foundation import canonical
from app.foundation.letters import address

STYLES = ("veche.css", "report.css")


def words_of(snapshot: Snapshot) -> dict[str, str]:
    """The words of what the snapshot cites, by key, as far as they may be shown now: a problem as long as its conclusion."""
    of_another = stands_on(snapshot)
    texts = {key: of_another[key] if key in of_another else int(key) for key in snapshot.titles}
    shown = still_public(set(texts.values()))
    return {key: words for key, words in snapshot.titles.items() if texts[key] in shown}


def stands_on(snapshot: Snapshot) -> dict[str, int]:
    """The text on which those words stand that are no text of their own, by key."""
    topics = snapshot.body.get("discussed", {}).get("topics", [])
    # Bodies before the third version say it nowhere else.
    of_problems = {
        f"{PROBLEM}{problem['id']}": topic["conclusion"] for topic in topics for problem in topic["problems"]
    }
    return {**of_problems, **snapshot.body.get("stands_on", {})}


def document_of(snapshot: Snapshot) -> Document:
    """The document as files have it: in the language of the campaign, with whole addresses. The words of its parts are made then
    and there, so that nothing of a reader or of the hour enters a file."""
    with force_locale(snapshot.body["campaign"]["language"]):
        return compose(snapshot, words_of(snapshot), address)


def as_json(snapshot: Snapshot) -> bytes:
    """The body, its fingerprint (the SHA-256 of the body spelled so) and the words that may be shown, as canonical JSON."""
    titles = words_of(snapshot)
    return canonical.spell({"fingerprint": snapshot.fingerprint, "body": snapshot.body, "titles": titles})


def as_html(snapshot: Snapshot) -> bytes:
    """One page with its style in it, in the language of the campaign."""
    folder = Path(current_app.root_path) / "static"
    style = "\n".join((folder / name).read_text("utf-8") for name in STYLES)
    document = document_of(snapshot)
    with force_locale(document.language):
        # Without the context of a request: nothing of the reader or the hour may enter the file.
        text = current_app.jinja_env.get_template("digests/file.html").render(document=document, style=style)
    return (text.strip() + "\n").encode()
