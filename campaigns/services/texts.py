"""What the catalogue says about a service, as one value."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason
from campaigns.services.models import Service

NAME_MOST, LINK_MOST, DESCRIPTION_MOST = 200, 500, 2_000
BAD_LINK = Reason("bad-link", _l("An address begins with https:// or http:// and has no spaces."))


@dataclass(frozen=True)
class ServiceText:
    """The words and choices of a service, already cleaned."""

    name: str
    description: str = ""
    link: str = ""
    office_id: int | None = None
    territory_id: int | None = None

    @classmethod
    def of(cls, service: Service) -> "ServiceText":
        return cls(service.name, service.description, service.link, service.office_id, service.territory_id)


def is_fit(link: str) -> bool:
    """Whether people can be sent to this address: of the web, with a host, without a password or spaces in it."""
    if any(letter.isspace() or letter in '<>"\\' for letter in link):
        return False
    try:
        parts = urlsplit(link)
        parts.port  # noqa: B018
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
