"""What a file is, told by its bytes: neither its name nor what the browser says of it counts."""

from typing import BinaryIO

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Invalid, Reason
from app.uploads.models import MediaType

UNKNOWN = Reason("file-kind", _l("Only pictures (PNG or JPEG) and PDF documents can be added."))
BROKEN_PDF = Reason("pdf-broken", _l("This PDF is cut off or broken. Save it anew and add it again."))
LOCKED_PDF = Reason("pdf-locked", _l("This PDF is locked with a password. Save it without one and add it again."))
STARTS = {b"\x89PNG\r\n\x1a\n": MediaType.PNG, b"\xff\xd8\xff": MediaType.JPEG, b"%PDF-": MediaType.PDF}
# The end of a PDF may be followed by a few lines of nothing.
_TAIL = 1024


def media_type_of(file: BinaryIO) -> MediaType:
    """What the file is. Raises Invalid where it is nothing that we keep."""
    file.seek(0)
    head = file.read(8)
    for start, media_type in STARTS.items():
        if head.startswith(start):
            return media_type
    raise Invalid(UNKNOWN)


def require_open_pdf(content: bytes) -> None:
    """Raises Invalid where the PDF is cut off or locked. It is never opened here, only handed on."""
    if b"%%EOF" not in content[-_TAIL:]:
        raise Invalid(BROKEN_PDF)
    if b"/Encrypt" in content:
        raise Invalid(LOCKED_PDF)
