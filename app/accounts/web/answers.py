"""Answers that several pages of accounts give."""

from typing import Any

from flask import Response, make_response, render_template

from app.foundation.errors import Refusal, TooMany
from app.foundation.forms import Form


def with_form(template: str, form: Form, status: int = 200, problem: str = "", **context: Any) -> Response:
    """The page of a form; `problem` is a sentence about the whole of it."""
    problems = [problem] if problem else []
    return make_response(render_template(template, form=form, problems=problems, **context), status)


def refused(template: str, form: Form, refusal: Refusal, **context: Any) -> Response:
    """The page of a form that was refused, with what was typed kept."""
    response = with_form(template, form, refusal.status, str(refusal.reason), **context)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.after)
    return response
