"""What every answer carries: a strict content policy, and who may keep a copy of it."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request, session
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.foundation import hosts
from app.foundation.application import SAFE
from app.foundation.errors import Misdirected, NotAllowed, Reason

POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
ALWAYS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
FOREIGN = Reason(
    "foreign-form",
    _l("This form was sent from another site, so it was not taken. Open our page and send it from there."),
)
# Balancers and monitors ask by the number of the machine; their answers name nobody and nothing.
PROBES = frozenset({"web.healthz", "web.readyz", "operations.metrics"})
UNKNOWN_HOST = Reason(
    "unknown-host",
    _l("This site is not known by that name. Open it by its own address; its operator sets it as PUBLIC_URL."),
)


def refuse_unknown_hosts() -> None:
    """Refuses what asks for a site of another name: nobody makes our pages, or a cache before them, speak for another."""
    if request.endpoint not in PROBES and not hosts.is_known_here():
        g.bare = True
        raise Misdirected(UNKNOWN_HOST)


def refuse_foreign_forms() -> None:
    """Refuses what changes something and was sent from another site."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in SAFE or getattr(view, "by_word", False):
        return
    origin = request.headers.get("Origin")
    foreign = origin is not None and _host_of(origin) != request.host
    if foreign or request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        raise NotAllowed(FOREIGN)


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None


def _is_for_everyone() -> bool:
    return (
        request.method in {"GET", "HEAD"}
        and "csrf_token" not in g
        and not session.modified
        and not (current_user and current_user.is_authenticated)
    )


def set_headers(response: Response) -> Response:
    """Security headers for all; pages for everyone get an ETag and may be kept, the rest may not."""
    headers = response.headers
    own = {name.lower() for name in headers.keys()}  # noqa: SIM118
    headers.extend(pair for pair in ALWAYS if pair[0].lower() not in own)
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "Cache-Control" in headers:
        return response
    if response.status_code == 200 and _is_for_everyone():
        headers["Cache-Control"] = "public, no-cache"
        response.vary.update(["Cookie", "Accept-Language"])
        if not response.is_streamed:
            response.add_etag()
            response.make_conditional(request)
        return response
    headers["Cache-Control"] = "private, no-store"
    # What is somebody's own, or a refusal, is nothing to be found.
    headers.setdefault("X-Robots-Tag", "noindex")
    return response


def connect(app: Flask) -> None:
    """Puts them at the doors of the application."""
    app.before_request(refuse_unknown_hosts)
    app.before_request(refuse_foreign_forms)
    app.after_request(set_headers)
