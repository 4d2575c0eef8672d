"""Pictures of reports and of objections, handed to those who may see them so that no browser runs them."""

from flask import Response, send_file

from app.accounts.sessions import current_actor
from app.foundation.errors import Missing
from app.uploads import store
from app.uploads.models import MediaType
from campaigns.ideas.web.files import HARMLESS
from campaigns.implementation.queries import pictures
from campaigns.implementation.queries.pictures import FileRead


def show_report_picture(progress_id: int, name: str) -> Response:
    """The picture of a report. Its name in the address is for people; the bytes are the file's own."""
    del name
    return _whole(pictures.of_report(current_actor(), progress_id))


def show_report_small(progress_id: int, name: str) -> Response:
    """The small copy of it."""
    del name
    return _small(pictures.of_report(current_actor(), progress_id))


def show_contest_picture(contest_id: int, name: str) -> Response:
    """The picture of an objection."""
    del name
    return _whole(pictures.of_contest(current_actor(), contest_id))


def show_contest_small(contest_id: int, name: str) -> Response:
    """The small copy of it."""
    del name
    return _small(pictures.of_contest(current_actor(), contest_id))


def _whole(file: FileRead) -> Response:
    answer = send_file(
        store.path_of(file.digest), mimetype=file.media_type.value, download_name=file.name, etag=file.digest
    )
    return _harmless(answer, file.is_public)


def _small(file: FileRead) -> Response:
    if file.media_type == MediaType.PDF:
        raise Missing
    path = store.small_path_of(file.digest)
    answer = send_file(path, mimetype=MediaType.JPEG.value, download_name="small.jpg", etag=f"{file.digest}-small")
    return _harmless(answer, file.is_public)


def _harmless(answer: Response, is_public: bool) -> Response:
    answer.headers.update(HARMLESS)
    answer.headers["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    if is_public:
        answer.vary.add("Cookie")
    return answer
