"""Files of an idea: added and removed by those who write it, handed to those who may see it so that no browser runs them."""

from typing import cast

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import FileField, HiddenField

from app.accounts import throttle
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.application import takes_files
from app.foundation.errors import Invalid, Missing, Reason, TooMany
from app.foundation.forms import Form, Line, Optional
from app.foundation.slots import Part
from app.foundation.unit_of_work import begin_writing
from app.uploads import store
from app.uploads.models import MediaType
from campaigns.contributions.models import State
from campaigns.contributions.web import warnings
from campaigns.ideas.domain import files as verbs
from campaigns.ideas.queries import authors, files, pages
from campaigns.ideas.queries.files import FileShown
from campaigns.ideas.queries.pages import IdeaRead

CAPTION_MOST = 200
KINDS = "image/png,image/jpeg,application/pdf"
# Nothing in a file is ever run, loaded or framed, whatever it is and however a browser opens it.
HARMLESS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SECTION_OF_NEW = Part("ideas/_files_own.html", {"idea_id": None, "count": 0})
WITHOUT_WORDS = Reason("caption", _l("Say in a few words what the picture shows: not everyone can see it."))


class FileForm(Form):
    """A file and what it shows."""

    file = FileField(_l("File"), render_kw={"accept": KINDS})
    caption = Line(_l("What it shows"), [Optional()], most=CAPTION_MOST)
    checked = HiddenField()

    @property
    def sent(self) -> FileStorage | None:
        """The file that came; None where none was chosen."""
        return request.files.get("file") or None


def show_files(idea_id: int) -> str:
    """The files of an idea for those who write it, with the form that adds one."""
    return _page(_to_write(idea_id), FileForm(formdata=None))


def _too_large(idea_id: int) -> ResponseReturnValue:
    # The body cannot be read: the form is made without looking at it.
    form = FileForm(None)
    most = store.most_bytes() // 2**20 or 1
    form.file.errors = [_("This file is larger than %(most)s MB. Make it smaller and add it again.", most=most)]
    return _page(_to_write(idea_id), form), 413


@takes_files(_too_large)
def add_file(idea_id: int) -> ResponseReturnValue:
    """Adds a file to the idea."""
    actor, now = current_actor(), clock.now()
    read, form = _to_write(idea_id), FileForm()
    trouble = _amiss(read, form)
    if trouble:
        return trouble
    try:
        brought = _brought(form)
        if brought.media_type != MediaType.PDF and not form.caption.data:
            form.caption.errors = [str(WITHOUT_WORDS)]
            return _page(read, form), 422
        begin_writing()
        verbs.add(actor, idea_id, brought, form.caption.data, now)
    except (Invalid, TooMany) as refusal:
        form.file.errors = [str(refusal.reason)]
        return _page(_to_write(idea_id), form), refusal.status
    flash(_("The file is added."))
    return redirect(url_for("ideas.show_files", idea_id=idea_id), 303)


def remove_file(idea_id: int, file_id: int) -> ResponseReturnValue:
    """Takes a file away."""
    begin_writing()
    verbs.remove(current_actor(), idea_id, file_id, clock.now())
    flash(_("The file is removed."))
    return redirect(url_for("ideas.show_files", idea_id=idea_id), 303)


def show_file(idea_id: int, file_id: int, name: str) -> Response:
    """The file as it is kept. Its name in the address is for people; the bytes are the file's own."""
    del name
    file, is_public = files.file_or_missing(current_actor(), idea_id, file_id)
    answer = send_file(
        store.path_of(file.digest),
        mimetype=file.media_type.value,
        as_attachment=not file.is_picture,
        download_name=file.name,
        etag=file.digest,
    )
    return _harmless(answer, is_public)


def show_small(idea_id: int, file_id: int, name: str) -> Response:
    """The small copy of a picture."""
    del name
    file, is_public = files.file_or_missing(current_actor(), idea_id, file_id)
    if not file.is_picture:
        raise Missing()
    path = store.small_path_of(file.digest)
    answer = send_file(path, mimetype=MediaType.JPEG.value, download_name="small.jpg", etag=f"{file.digest}-small")
    return _harmless(answer, is_public)


def section_of(read: IdeaRead) -> Part:
    """What the page on which the idea is written says of its files."""
    return Part("ideas/_files_own.html", {"idea_id": read.idea.id, "count": len(files.of_idea(read.idea.id))})


def _harmless(answer: Response, is_public: bool) -> Response:
    answer.headers.update(HARMLESS)
    answer.headers["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    if is_public:
        answer.vary.add("Cookie")
    return answer


def _to_write(idea_id: int) -> IdeaRead:
    actor = current_actor()
    read = pages.idea_or_missing(actor, idea_id)
    if not authors.writes(actor, read.idea):
        raise Missing()
    return read


def _refusal(read: IdeaRead, added: list[FileShown]) -> Reason | None:
    """Why no file can be added now."""
    actor = current_actor()
    author_id = authors.writer_for(actor, read.idea)
    reason = verbs.refusal(actor, read.state, read.campaign, clock.now(), author_id=author_id)
    return reason or (verbs.ENOUGH if len(added) >= verbs.most_files() else None)


def _amiss(read: IdeaRead, form: FileForm) -> ResponseReturnValue | None:
    """The page once more where something is to be mended before the file is looked at."""
    if _refusal(read, files.of_idea(read.idea.id)) is not None:
        return _page(read, form), 409
    if not form.validate():
        return _page(read, form), 422
    warned = warnings.found_in({"caption": form.caption.data})
    if warnings.were_shown(warned, form.checked.data):
        return None
    form.checked.data = warnings.word_for(warned)
    form.caption.errors = [_("This looks like personal data. Everyone will see it."), _("Choose the file again.")]
    return _page(read, form), 422


def _brought(form: FileForm) -> store.Brought:
    sent = form.sent
    if sent is None:
        raise Invalid(store.EMPTY)
    throttle.require_file(cast(int, current_actor().id))
    return store.bring(sent.stream, sent.filename)  # type: ignore[arg-type]


def _page(read: IdeaRead, form: FileForm) -> str:
    added = files.of_idea(read.idea.id)
    return render_template(
        "ideas/files.html",
        read=read,
        campaign=read.campaign,
        form=form,
        files=added,
        refusal=_refusal(read, added),
        is_published=read.state == State.PUBLISHED,
        most={"files": verbs.most_files(), "megabytes": store.most_bytes() // 2**20 or 1, "caption": CAPTION_MOST},
    )
