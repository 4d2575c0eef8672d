"""A digest as a file: the same snapshot, in the same release and at the same address, gives the same bytes."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from flask import current_app
from flask_babel import force_locale

from app.digests.composing import compose
from app.digests.formats import docx, mail, pdf, xlsx
from app.digests.keys import texts_of
from app.digests.models import Form, Snapshot
from app.digests.outline import Block, Document, Picture
from app.digests.queries.digests import still_public
from app.digests.report import pictures
from app.digests.sections.frame import keys_of
from app.foundation import canonical
from app.foundation.letters import link
from app.uploads import store

STYLES = ("veche.css", "report.css")


def words_of(snapshot: Snapshot) -> dict[str, str]:
    """The words of what the snapshot cites, by key, as far as they may be shown now: a problem as long as its conclusion, the words
    under a picture as long as the picture."""
    texts = texts_of(snapshot)
    shown = still_public(set(texts.values()))
    gone = _pictures_gone(snapshot)
    return {
        key: words
        for key, words in snapshot.titles.items()
        if (not texts[key] or texts[key] in shown) and key not in gone
    }


def _pictures_gone(snapshot: Snapshot) -> set[str]:
    told = (snapshot.body.get("report") or {}).get("pictures", [])
    if not told:
        return set()
    there = pictures.shown_now(snapshot.campaign_id, told)
    return {key for place, one in enumerate(told) if one["digest"] not in there for key in keys_of(place)}


def document_of(snapshot: Snapshot) -> Document:
    """The document as files have it: in the language of the campaign, with whole addresses. The words of its parts are made then
    and there, so that nothing of a reader or of the hour enters a file."""
    with force_locale(snapshot.body["campaign"]["language"]):
        return compose(snapshot, words_of(snapshot), link)


def as_json(snapshot: Snapshot) -> bytes:
    """The body, its fingerprint (the SHA-256 of the body spelled so) and the words that may be shown, as canonical JSON."""
    titles = words_of(snapshot)
    return canonical.spell({"fingerprint": snapshot.fingerprint, "body": snapshot.body, "titles": titles})


def as_html(snapshot: Snapshot) -> bytes:
    """One page with its style and its pictures in it, in the language of the campaign."""
    folder = Path(current_app.root_path) / "static"
    style = "\n".join((folder / name).read_text("utf-8") for name in STYLES)
    document = document_of(snapshot)
    document = replace(document, blocks=tuple(_held(block) for block in document.blocks))
    with force_locale(document.language):
        # Without the context of a request: nothing of the reader or the hour may enter the file.
        text = current_app.jinja_env.get_template("digests/file.html").render(document=document, style=style)
    return (text.strip() + "\n").encode()


def _held(block: Block) -> Block:
    if not isinstance(block, Picture) or not block.digest:
        return block
    inside = b64encode(store.path_of(block.digest).read_bytes()).decode()
    return replace(block, url=f"data:{block.media_type};base64,{inside}")


def _rendered(render: Callable[[Document], bytes], snapshot: Snapshot) -> bytes:
    document = document_of(snapshot)
    with force_locale(document.language):
        return render(document)


MAKERS: dict[Form, Callable[[Snapshot], bytes]] = {
    Form.PDF: partial(_rendered, pdf.render),
    Form.DOCX: partial(_rendered, docx.render),
    Form.XLSX: partial(_rendered, xlsx.render),
    Form.HTML: as_html,
    Form.JSON: as_json,
    Form.MAIL: partial(_rendered, mail.render),
}
