"""A picture that comes with a form: drawn anew before the write begins."""

from app.accounts import throttle
from app.accounts.sessions import require_person
from app.foundation.errors import Invalid, TooMany
from app.uploads import store
from app.uploads.models import MediaType
from app.uploads.store import Brought
from campaigns.implementation import reasons
from campaigns.implementation.web.forms import PictureForm


class Unfit(Exception):
    """The picture, or its words, cannot be taken: the form says why. `status` is that of the page."""

    def __init__(self, status: int = 422) -> None:
        super().__init__(status)
        self.status = status


def brought(form: PictureForm) -> Brought | None:
    """The picture of the form, None where none was chosen. Raises Unfit, with the sentence put to its field."""
    sent = form.sent
    if sent is None:
        return None
    try:
        throttle.require_file(require_person().id or 0)
        picture = store.bring(sent.stream, sent.filename)  # type: ignore[arg-type]
        if picture.media_type == MediaType.PDF:
            raise Invalid(reasons.NO_PICTURE)
    except (Invalid, TooMany) as refusal:
        form.file.errors = [str(refusal.reason)]
        raise Unfit(refusal.status) from None
    if not form.caption.data:
        form.caption.errors = [str(reasons.NO_CAPTION)]
        raise Unfit
    return picture
