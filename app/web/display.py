"""How a person wants pages shown: language, low-vision mode, light or dark. Kept in a cookie, nowhere else."""

from dataclasses import asdict, dataclass, replace
from urllib.parse import parse_qsl, urlencode

from babel import Locale
from flask import g, has_request_context, request
from werkzeug.wrappers import Response

from app.foundation import hosts, site

COOKIE = "display"
YEAR = 365 * 24 * 3600
SIZES = (100, 150, 200)
CONTRASTS = ("normal", "black-on-white", "white-on-black", "blue")
SPACINGS = ("normal", "wide")
SCHEMES = ("auto", "light", "dark")


@dataclass(frozen=True)
class Display:
    """The choices; what is not known falls back to the usual."""

    language: str
    size: int = 100
    contrast: str = "normal"
    spacing: str = "normal"
    pictures: bool = True
    scheme: str = "auto"

    @property
    def low_vision(self) -> bool:
        return (self.size, self.contrast, self.spacing, self.pictures) != (100, "normal", "normal", True)

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The languages of this copy: code and its own name."""
        return [(code, (Locale.parse(code).get_display_name(code) or code).capitalize()) for code in _languages()]


def _languages() -> tuple[str, ...]:
    return site.chosen().languages


def _language_of_browser() -> str:
    return request.accept_languages.best_match(_languages()) or site.chosen().default_language


def chosen(fields: dict[str, str], before: Display) -> Display:
    """The display after a choice of some fields; what is not among the offered is passed over."""
    language, size = fields.get("language", ""), fields.get("size", "")
    offered = {
        "language": language if language in _languages() else before.language,
        "size": int(size) if size in {str(s) for s in SIZES} else before.size,
        "contrast": fields["contrast"] if fields.get("contrast") in CONTRASTS else before.contrast,
        "spacing": fields["spacing"] if fields.get("spacing") in SPACINGS else before.spacing,
        "scheme": fields["scheme"] if fields.get("scheme") in SCHEMES else before.scheme,
        "pictures": fields["pictures"] != "no" if "pictures" in fields else before.pictures,
    }
    return replace(before, **offered)  # type: ignore[arg-type]


def current() -> Display:
    """The display of this request."""
    if "display" not in g:
        cookie = dict(parse_qsl(request.cookies.get(COOKIE, "")[:300]))
        g.display = chosen(cookie, Display(_language_of_browser()))
    return g.display  # type: ignore[no-any-return]


def keep(response: Response, display: Display) -> None:
    """Puts the choices into the cookie."""
    fields = {**asdict(display), "pictures": "yes" if display.pictures else "no"}
    secure = hosts.is_secure()
    response.set_cookie(COOKIE, urlencode(fields), max_age=YEAR, httponly=True, samesite="Lax", secure=secure)


def language() -> str:
    """The language of this request, or the default one outside of requests."""
    if has_request_context():
        return current().language
    return site.chosen().default_language
