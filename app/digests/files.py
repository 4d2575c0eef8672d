"""A digest as a file: the same snapshot, in the same release and at the same address, gives the same bytes."""

from pathlib import Path

from flask import current_app
from flask_babel import force_locale

from app.digests.document import Document
from app.digests.models import Snapshot
from app.digests.queries.digests import still_public
from app.digests.talk import PROBLEM
from app.foundation import canonical
from app.foundation.letters import address


def words_of(snapshot: Snapshot) -> dict[str, str]:
    """The words of what the snapshot cites, by id, as far as they may be shown now: a problem as long as its conclusion."""
    topics = snapshot.body.get("discussed", {}).get("topics", [])
    conclusion_of = {
        f"{PROBLEM}{problem['id']}": topic["conclusion"] for topic in topics for problem in topic["problems"]
    }
    stands_on = {key: conclusion_of[key] if key in conclusion_of else int(key) for key in snapshot.titles}
    shown = still_public(set(stands_on.values()))
    return {key: words for key, words in snapshot.titles.items() if stands_on[key] in shown}


def as_json(snapshot: Snapshot) -> bytes:
    """The body, its fingerprint (the SHA-256 of the body spelled so) and the words that may be shown, as canonical JSON."""
    titles = words_of(snapshot)
    return canonical.spell({"fingerprint": snapshot.fingerprint, "body": snapshot.body, "titles": titles})


def as_html(snapshot: Snapshot) -> bytes:
    """One page with its style in it, in the language of the campaign."""
    style = (Path(current_app.root_path) / "static" / "veche.css").read_text("utf-8")
    with force_locale(snapshot.body["campaign"]["language"]):
        document = Document(snapshot, words_of(snapshot), address)
        # Without the context of a request: nothing of the reader or the hour may enter the file.
        text = current_app.jinja_env.get_template("digests/file.html").render(document=document, style=style)
    return (text.strip() + "\n").encode()
