"""What a kept file is called. Standard library and our cleaning of texts only."""

from app.foundation.texts import clean_line
from app.uploads.models import MediaType

LONGEST = 80
ENDINGS = {MediaType.PNG: ".png", MediaType.JPEG: ".jpg", MediaType.PDF: ".pdf"}
_KNOWN = 6
# What some system takes for a path, a stream, a wildcard or the end of a header.
_UNFIT = str.maketrans(dict.fromkeys('/\\:*?"<>|;%#&', "_"))


def fit(name: str | None, media_type: MediaType) -> str:
    """The name somebody gave a file, without its path and with the ending of what the file really is."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = clean_line(last).rpartition(".")
    if not dot or len(ending) > _KNOWN or " " in ending:
        stem = f"{stem}{dot}{ending}"
    return (stem.translate(_UNFIT).strip(". _")[:LONGEST].rstrip() or "file") + ENDINGS[media_type]
