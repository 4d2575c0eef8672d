"""What search engines and finders of faults ask for: robots.txt, the map of the site, security.txt."""

from datetime import timedelta

from flask import Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import emails
from app.foundation import clock, hosts, site
from app.foundation.errors import Missing
from app.operations import sitemaps
from app.operations.sitemaps import Part

LEFT_ALONE = ("/account/", "/contributions/", "/moderation/", "/admin/", "/search", "/dev/", "/api/", "/metrics")
HOLDS = timedelta(days=180)


def robots() -> Response:
    """What search engines should leave alone, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in LEFT_ALONE)]
    lines += ["", f"Sitemap: {hosts.link(url_for('operations.sitemap'))}"]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def sitemap() -> Response:
    """The parts of the map."""
    urls = [
        hosts.link(url_for("operations.sitemap_part", kind=one.kind, number=one.number)) for one in sitemaps.parts()
    ]
    return _xml(render_template("operations/sitemap.xml", parts=urls, places=None))


def sitemap_part(kind: str, number: int) -> Response:
    """The pages of a part that everyone may see."""
    places = sitemaps.places_of(Part(kind, number))
    if places is None:
        raise Missing
    return _xml(render_template("operations/sitemap.xml", parts=None, places=places))


def _xml(text: str) -> Response:
    return Response(text, content_type="application/xml; charset=utf-8")


def security() -> Response:
    """Where somebody who finds a hole writes to (RFC 9116). It is made anew each day, so that it never expires."""
    until = (clock.now() + HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        *(f"Contact: {contact}" for contact in _contacts()),
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(site.chosen().languages)}",
        f"Canonical: {hosts.link(url_for('operations.security'))}",
    ]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _contacts() -> list[str]:
    told = str(current_app.extensions["veche.settings"].SECURITY_CONTACT) or site.chosen().contacts
    page = hosts.link(url_for("web.page", name="contacts"))
    if emails.is_address(told):
        return [f"mailto:{emails.deliverable(told)}", page]
    return [told] if told.startswith(("https://", "mailto:", "tel:")) else [page]


def security_moved() -> ResponseReturnValue:
    """Where it stood before the standard."""
    return redirect(url_for("operations.security"), 301)
