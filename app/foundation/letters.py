"""The words of letters: a text template whose first line is the subject, in the language of the one who reads it."""

from typing import Any

from flask import current_app
from flask_babel import force_locale

from app.foundation import hosts, site, tokens

# What a signed word in the address of a page that stops letters is for.
STOP = "letters.stop"


def path(endpoint: str, **values: Any) -> str:
    """The address of a page within the site. Works outside of requests, where letters are written."""
    anchor = values.pop("_anchor", None)
    built = str(current_app.url_map.bind("localhost").build(endpoint, values))
    return f"{built}#{anchor}" if anchor else built


def address(endpoint: str, **values: Any) -> str:
    """The whole address of a page, as people read it."""
    return hosts.read(path(endpoint, **values))


def link(endpoint: str, **values: Any) -> str:
    """The whole address of a page, as machines write it: for what is followed and not read."""
    return hosts.link(path(endpoint, **values))


def stopping(account_id: int, *subjects: str) -> str:
    """The whole address on which letters about these subjects are stopped by one button, as machines write it.

    Whoever holds it may stop them, and learns nothing.
    """
    return link("notifications.show_stop", word=tokens.sign(STOP, [account_id, *sorted(subjects)]))


def write(template: str, language: str, **values: Any) -> tuple[str, str]:
    """The subject and the text of a letter. `template` is a file of templates/letters; it may use `site` for the site's name."""
    with force_locale(language):
        text = current_app.jinja_env.get_template(f"letters/{template}").render(site=site.name(), **values)
    subject, _, rest = text.strip().partition("\n")
    return subject.strip(), rest.strip() + "\n"
