"""The words of letters: a text template whose first line is the subject, in the language of the one who reads it."""

from typing import Any

from flask import current_app
from flask_babel import force_locale

from app.foundation import site


def path(endpoint: str, **values: Any) -> str:
    """The address of a page within the site. Works outside of requests, where letters are written."""
    anchor = values.pop("_anchor", None)
    built = str(current_app.url_map.bind("localhost").build(endpoint, values))
    return f"{built}#{anchor}" if anchor else built


def address(endpoint: str, **values: Any) -> str:
    """The whole address of a page, as people read it."""
    return str(current_app.extensions["veche.settings"].public_url) + path(endpoint, **values)


def write(template: str, language: str, **values: Any) -> tuple[str, str]:
    """The subject and the text of a letter. `template` is a file of templates/letters; it may use `site` for the site's name."""
    with force_locale(language):
        text = current_app.jinja_env.get_template(f"letters/{template}").render(site=site.name(), **values)
    subject, _, rest = text.strip().partition("\n")
    return subject.strip(), rest.strip() + "\n"
