"""A digest as a file: the same snapshot, in the same release and at the same address, gives the same bytes."""

from pathlib import Path

from flask import current_app
from flask_babel import force_locale

from app.digests.document import Document
from app.digests.models import Snapshot
from app.digests.queries.digests import still_public
from app.foundation import canonical
from app.foundation.letters import address


def shown_in(snapshot: Snapshot) -> frozenset[int]:
    """Ids of cited ideas whose titles may be shown now."""
    return still_public(idea["id"] for idea in snapshot.body["cited"])


def as_json(snapshot: Snapshot) -> bytes:
    """The body, its fingerprint (the SHA-256 of the body spelled so) and the titles that may be shown, as canonical JSON."""
    shown = shown_in(snapshot)
    titles = {id: title for id, title in snapshot.titles.items() if int(id) in shown}
    return canonical.spell({"fingerprint": snapshot.fingerprint, "body": snapshot.body, "titles": titles})


def as_html(snapshot: Snapshot) -> bytes:
    """One page with its style in it, in the language of the campaign."""
    style = (Path(current_app.root_path) / "static" / "veche.css").read_text("utf-8")
    with force_locale(snapshot.body["campaign"]["language"]):
        document = Document(snapshot, shown_in(snapshot), lambda id: address("ideas.show_idea", idea_id=id))
        # Without the context of a request: nothing of the reader or the hour may enter the file.
        text = current_app.jinja_env.get_template("digests/file.html").render(document=document, style=style)
    return (text.strip() + "\n").encode()
