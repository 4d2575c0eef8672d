"""The file of one's own data: asking for it and fetching it. For its person alone, and only after they have shown who they are."""

from flask import Response, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.factors import fresh
from app.accounts.personal import downloads
from app.accounts.web.lookups import own_account
from app.foundation import clock
from app.foundation.errors import Missing
from app.foundation.unit_of_work import begin_writing


def ask_file() -> ResponseReturnValue:
    """Has the file made."""
    account = own_account()
    fresh.require()
    begin_writing()
    downloads.ask(account.id, clock.now())
    flash(_("Your file is being made. We write to you when it is there."))
    return redirect(url_for("personal.show_data"), 303)


def fetch_file() -> Response:
    """The file itself."""
    account = own_account()
    fresh.require()
    now = clock.now()
    if downloads.ready(account.id, now) is None:
        raise Missing
    answer = send_file(
        downloads.path_of(account.id),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"veche-{now:%Y-%m-%d}.zip",
        conditional=False,
        etag=False,
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
