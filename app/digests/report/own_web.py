"""Pages of the organiser's own pictures for a report, and the pictures themselves."""

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import FileField, HiddenField

from app.accounts import throttle
from app.accounts.sessions import current_actor, require_person
from app.digests import permissions
from app.digests.report import own
from app.digests.report.forms import CAPTION_MOST
from app.digests.report.own import FileRead
from app.foundation import clock
from app.foundation.application import takes_files
from app.foundation.errors import Invalid, TooMany
from app.foundation.forms import Form, Line, Optional
from app.foundation.unit_of_work import begin_writing
from app.uploads import store
from app.uploads.models import MediaType
from campaigns.contributions.web import warnings
from campaigns.ideas.web.files import HARMLESS
from campaigns.plan.models import Campaign
from campaigns.plan.queries.campaigns import campaign_or_missing


class PictureForm(Form):
    """A picture and what it shows."""

    file = FileField(_l("Picture"), render_kw={"accept": "image/png,image/jpeg"})
    alt = Line(_l("What it shows"), [Optional()], most=CAPTION_MOST)
    checked = HiddenField()

    @property
    def sent(self) -> FileStorage | None:
        """The file that came; None where none was chosen."""
        return request.files.get("file") or None


def list_pictures(slug: str) -> str:
    """The pictures there are, with the form that adds one."""
    return _page(_owned(slug), PictureForm(formdata=None))


def _too_large(slug: str) -> ResponseReturnValue:
    # The body cannot be read: the form is made without looking at it.
    form, most = PictureForm(None), store.most_bytes() // 2**20 or 1
    form.file.errors = [_("This file is larger than %(most)s MB. Make it smaller and add it again.", most=most)]
    return _page(_owned(slug), form), 413


@takes_files(_too_large)
def add_picture(slug: str) -> ResponseReturnValue:
    """Adds a picture; what cannot be taken comes back with its words."""
    campaign, form = _owned(slug), PictureForm()
    if not form.validate() or not _is_checked(form):
        return _page(campaign, form), 422
    try:
        brought = _brought(form)
        begin_writing()
        own.add(require_person(), campaign.id, brought, form.alt.data or "", clock.now())
    except (Invalid, TooMany) as refusal:
        field = form.alt if refusal.reason == own.NO_WORDS else form.file
        field.errors = [str(refusal.reason)]
        return _page(_owned(slug), form), refusal.status
    flash(_("The picture is added. Give it a place in the report."))
    return redirect(url_for("digests.list_pictures", slug=slug), 303)


def take_picture_back(slug: str, picture_id: int) -> ResponseReturnValue:
    """Takes a picture back for good."""
    campaign = _owned(slug)
    begin_writing()
    own.take_back(require_person(), campaign.id, picture_id, clock.now())
    flash(_("The picture is taken back. Files of reports with it are made anew."))
    return redirect(url_for("digests.list_pictures", slug=slug), 303)


def show_own_picture(picture_id: int, name: str) -> Response:
    """The picture. Its name in the address is for people; the bytes are the file's own."""
    del name
    file = own.file_or_missing(current_actor(), picture_id)
    answer = send_file(
        store.path_of(file.digest), mimetype=file.media_type.value, download_name=file.name, etag=file.digest
    )
    return _harmless(answer, file)


def show_own_small(picture_id: int, name: str) -> Response:
    """The small copy of it."""
    del name
    file = own.file_or_missing(current_actor(), picture_id)
    path = store.small_path_of(file.digest)
    answer = send_file(path, mimetype=MediaType.JPEG.value, download_name="small.jpg", etag=f"{file.digest}-small")
    return _harmless(answer, file)


def _harmless(answer: Response, file: FileRead) -> Response:
    answer.headers.update(HARMLESS)
    answer.headers["Cache-Control"] = "public, no-cache" if file.is_public else "private, no-store"
    if file.is_public:
        answer.vary.add("Cookie")
    return answer


def _owned(slug: str) -> Campaign:
    actor = require_person()
    campaign = campaign_or_missing(slug, actor)
    permissions.require_writer(actor, campaign.id)
    return campaign


def _is_checked(form: PictureForm) -> bool:
    warned = warnings.found_in({"alt": form.alt.data or ""})
    if warnings.were_shown(warned, form.checked.data):
        return True
    form.checked.data = warnings.word_for(warned)
    form.alt.errors = [_("This looks like personal data. Everyone will see it."), _("Choose the picture again.")]
    return False


def _brought(form: PictureForm) -> store.Brought:
    sent = form.sent
    if sent is None:
        raise Invalid(store.EMPTY)
    if not form.alt.data:
        raise Invalid(own.NO_WORDS)
    throttle.require_file(require_person().id or 0)
    return store.bring(sent.stream, sent.filename)  # type: ignore[arg-type]


def _page(campaign: Campaign, form: PictureForm) -> str:
    return render_template(
        "digests/report_pictures.html",
        campaign=campaign,
        form=form,
        pictures=own.of_campaign(campaign.id),
        most={"pictures": own.MOST_KEPT, "megabytes": store.most_bytes() // 2**20 or 1, "alt": CAPTION_MOST},
    )
