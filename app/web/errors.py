"""Where every refusal and fault is shown: as a page, or as problem+json (RFC 9457) to programs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, current_app, g, make_response, render_template, request, url_for
from flask.globals import request_ctx
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError
from werkzeug.exceptions import HTTPException

from app.accounts.identity import levels
from app.foundation import problems, schema
from app.foundation.addresses import local
from app.foundation.errors import NOT_FOUND, TAKEN, Conflict, Reason, Refusal, TooMany
from app.foundation.logs import request_id

RETRY_AFTER = 60
log = structlog.get_logger("errors")

SENTENCES: dict[int, Reason] = {
    400: Reason("bad-request", _l("The form or the address came through broken. Go back and try once more.")),
    404: NOT_FOUND,
    405: Reason("method", _l("This address does not take that. Open the page and use its buttons.")),
    413: Reason(
        "too-large", _l("What you sent is larger than we can take. Make it shorter, or send files one by one.")
    ),
    503: Reason(
        "down",
        _l(
            "The site is being brought up to date or rests for a moment. Nothing is lost; open it again in some minutes."
        ),
    ),
    500: Reason(
        "fault",
        _l("It is not your fault. What was saved before is safe; try again in a minute, or tell us the number below."),
    ),
}
OLD_FORM = Reason(
    "old-form",
    _l("This form lay open too long, or cookies are switched off. Nothing is lost: check the text and send it again."),
)


@dataclass(frozen=True)
class Shown:
    """A refusal as the page shows it. `kept` is what the person had typed, so that it can be sent again; `members` say more of it
    to programs."""

    status: int
    reason: Reason
    kept: list[tuple[str, str]] = field(default_factory=list)
    members: Mapping[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.reason.code

    @property
    def title(self) -> str:
        return problems.title_of(self.status)

    @property
    def sentence(self) -> str:
        return str(self.reason)

    @property
    def next(self) -> list[tuple[str, str]]:
        usual = [(_("All projects"), url_for("plan.list_campaigns")), (_("Search"), url_for("search.page"))]
        match self.code:
            case "age":
                own = url_for("personal.show_age", next=_back(), **self.reason.values)
                return [(_("Say that I am old enough"), own), *usual]
            case "consent":
                return [(_("Read the new text and agree"), url_for("personal.show_consent", next=_back())), *usual]
            case levels.CODE:
                return [(_("Verify who I am"), url_for("identity.show_identity", next=_back())), *usual]
        return usual

    @property
    def request_id(self) -> str:
        return request_id()


def _back() -> str:
    """The page on which somebody was who may go on once they have said something."""
    came_from = urlsplit(request.referrer or "")
    return local(came_from.path) if came_from.netloc == request.host else "/"


def wants_json() -> bool:
    """Whether the one who asks is a program."""
    accepted = request.accept_mimetypes
    if request.path.startswith("/api/"):
        return True
    return max(accepted["application/json"], accepted["application/problem+json"]) > accepted["text/html"]


def show(shown: Shown) -> Response:
    """The answer to a refusal."""
    if wants_json():
        answer = problems.answer(shown.status, shown.reason, shown.members)
    elif request_ctx.url_adapter is None:
        # A site with a name that cannot be has no addresses, and a page is full of them.
        answer = Response(f"{shown.sentence}\n", content_type="text/plain; charset=utf-8")
    else:
        answer = Response(render_template("errors/page.html", error=shown), content_type="text/html; charset=utf-8")
    answer.status_code = shown.status
    return answer


def _refused(error: Refusal) -> Response:
    kept = _typed() if isinstance(error, TooMany) and error.status == HTTPStatus.TOO_MANY_REQUESTS else []
    response = show(Shown(error.status, error.reason, kept, error.members))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.after)
    return response


def _old_form(_error: CSRFError) -> Response:
    return show(Shown(400, OLD_FORM, _typed()))


def _typed() -> list[tuple[str, str]]:
    """What came with the form and may be shown again."""
    secret = {"csrf_token", "password", "new_password", "current_password"}
    return [(name, value) for name, value in request.form.items(multi=True) if name not in secret]


def _http(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()  # type: ignore[return-value]
    status = error.code or 500
    own = _own_page() if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and not wants_json() else None
    if own is not None:
        return own
    response = show(Shown(status, SENTENCES.get(status, SENTENCES[400] if status < 500 else SENTENCES[500])))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _own_page() -> Response | None:
    """What a view that takes files says of a file that is too large; None where the view takes none."""
    page = getattr(current_app.view_functions.get(request.endpoint or ""), "too_large", None)
    if page is None:
        return None
    try:
        return make_response(page(**(request.view_args or {})))
    except Refusal as refusal:
        return _refused(refusal)


def _taken(error: IntegrityError) -> Response:
    # The driver's message may quote what the person typed; the name of the constraint does not.
    log.warning("the database refused", constraint=getattr(getattr(error.orig, "diag", None), "constraint_name", None))
    return _refused(Conflict(TAKEN))


def _of_database(error: DBAPIError) -> Response:
    """The database is away, or of another release than this program: nobody's mistake, and no traceback helps."""
    found = schema.standing()
    if found.fits:
        return _fault(error)
    log.error("the database is not as this release wants it", state=found.state.value, sentence=found.sentence)
    return down()


def down() -> Response:
    """A page that needs neither the database nor anything that is read from it."""
    reason = SENTENCES[HTTPStatus.SERVICE_UNAVAILABLE]
    if wants_json():
        answer = show(Shown(HTTPStatus.SERVICE_UNAVAILABLE, reason))
    else:
        title = problems.title_of(HTTPStatus.SERVICE_UNAVAILABLE)
        page = current_app.jinja_env.get_template("errors/down.html")
        text = page.render(title=title, sentence=str(reason), language=str(get_locale()), request_id=request_id())
        answer = Response(text, HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/html; charset=utf-8")
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _fault(error: Exception) -> Response:
    log.error("fault", exc_info=error)
    g.bare = True
    return show(Shown(500, SENTENCES[500]))


def connect(app: Flask) -> None:
    """Registers the one place that shows errors."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _old_form)
    app.register_error_handler(IntegrityError, _taken)
    app.register_error_handler(DBAPIError, _of_database)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)
