"""The files with which anyone can recount a finished vote."""

from flask import Response, request, send_file

from app.foundation.errors import Missing
from campaigns.rounds.ledger.queries import published
from campaigns.rounds.ledger.web.lookups import kept
from campaigns.rounds.web.lookups import asked_for

KINDS = {
    ".json": "application/json",
    ".gz": "application/gzip",
    ".zip": "application/zip",
    ".py": "text/x-python; charset=utf-8",
    ".html": "text/html; charset=utf-8",
}


def download_file(slug: str, number: int, name: str) -> Response:
    """One of the files, or the zip with all of them. Raises Missing where it is not there, or not yet."""
    asked = asked_for(slug, number)
    edition = request.args.get("edition", type=int)
    out = (one for one in asked.editions if one.published_at and edition in {None, one.edition})
    result = next(out, None)
    if result is None:
        raise Missing
    files = published.of_result(result.id)
    path = published.folder(result.id) / name
    if files is None or name not in files.files or not path.is_file():
        raise Missing
    # Always to keep, never to open here: a page among the files must not run as one of ours.
    answer = send_file(
        path,
        mimetype=KINDS[path.suffix],
        as_attachment=True,
        download_name=name,
        etag=files.files[name]["sha256"],
        last_modified=files.made_at,
    )
    return kept(answer, asked.campaign, for_good=False)
