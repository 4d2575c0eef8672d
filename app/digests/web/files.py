"""A digest's files, once they are made."""

from flask import request
from flask.typing import ResponseReturnValue

from app.accounts.sessions import current_actor
from app.digests import made
from app.digests.files import words_of
from app.digests.models import Form
from app.digests.queries import digests
from app.foundation.errors import Missing
from app.foundation.spreadsheets import attached

TYPES = {
    Form.PDF: "application/pdf",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.HTML: "text/html; charset=utf-8",
    Form.JSON: "application/json",
    Form.MAIL: "message/rfc822",
}


def download_file(id: int, form: str) -> ResponseReturnValue:
    """A file to keep. Raises Missing where the reader may not read the digest, or the file is not made yet."""
    snapshot = digests.snapshot_or_missing(id, current_actor())[0]
    kept = next((one for one in made.of_snapshot(snapshot, words_of(snapshot)) if one.form == form), None)
    if kept is None or kept.digest is None or not made.path_of(kept.digest).is_file():
        raise Missing
    answer = attached(
        made.path_of(kept.digest).read_bytes(),
        TYPES[kept.form],
        f"{snapshot.body['campaign']['slug']}-{id}.{kept.form.ending}",
    )
    answer.set_etag(kept.digest)
    # What it says may be hidden tomorrow: whoever has it asks whether it still stands.
    answer.cache_control.no_cache = True
    return answer.make_conditional(request)
