"""What every answer of the API carries: who may keep it, in which language it is, and which sites may read it."""

from flask import Response, g, request
from flask_babel import get_locale

from app.api.calls import PREFIX

# Programs of other sites may read what everyone may, without cookies and tokens; nothing else.
SHOWN = "ETag, Content-Language, Link, Retry-After"
READ, ASKED_BEFORE = "GET, HEAD, OPTIONS", "Accept-Language, If-None-Match"
HOUR = "3600"


def finish(response: Response) -> Response:
    """Comes before the headers of the whole site, and says what those would leave to it."""
    if not request.path.startswith(PREFIX):
        return response
    response.headers["Content-Language"] = str(get_locale() or "")
    response.vary.update(["Authorization", "Accept-Language"])
    _share(response)
    _keep(response)
    return response


def _share(response: Response) -> None:
    reads = request.method in {"GET", "HEAD"}
    asks = request.method == "OPTIONS" and "GET" in (response.headers.get("Allow") or "")
    if "Authorization" in request.headers or not (reads or asks):
        return
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if reads:
        response.headers["Access-Control-Expose-Headers"] = SHOWN
        return
    response.headers["Access-Control-Allow-Methods"] = READ
    response.headers["Access-Control-Allow-Headers"] = ASKED_BEFORE
    response.headers["Access-Control-Max-Age"] = HOUR


def _keep(response: Response) -> None:
    if request.method not in {"GET", "HEAD"} or response.status_code != 200:
        response.headers["Cache-Control"] = "no-store"
        if response.status_code == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        return
    is_a_persons = "Authorization" in request.headers or getattr(g.get("api_caller"), "token_id", None)
    response.headers["Cache-Control"] = "private, no-cache" if is_a_persons else "public, no-cache"
    response.add_etag()
    response.make_conditional(request)
