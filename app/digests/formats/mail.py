"""A digest as a short letter (EML): its findings with their ideas, as plain text and as simple HTML. It has neither sender nor
recipients: whoever opens it in a program of mail sends it on in their own name.
"""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from flask import current_app

from app.digests.outline import Document, Paragraph
from app.digests.words import short

# How many ideas of a statement are named, and how much of a title.
MOST_NAMED, LONGEST_TITLE = 3, 120


def render(document: Document) -> bytes:
    """The file."""
    letter, on = EmailMessage(policy=SMTP), document.on
    letter["Date"] = format_datetime(datetime(on.year, on.month, on.day, tzinfo=UTC))
    letter["Subject"] = short(f"{document.over}: {document.title}", 2 * LONGEST_TITLE)
    letter["X-Unsent"] = "1"
    letter.set_content(_written("txt", document))
    letter.add_alternative(_written("html", document), subtype="html")
    letter["Content-Language"] = document.language
    # The mark between the parts would be drawn by lot.
    letter.set_boundary(f"=_veche_{document.fingerprint[:40]}")
    return letter.as_bytes()


def _written(kind: str, document: Document) -> str:
    template = current_app.jinja_env.get_template(f"digests/letter.{kind}")
    statements = [
        (statement.text, _named(statement), len(statement.ideas) - min(len(statement.ideas), MOST_NAMED))
        for statement in document.brief
    ]
    return (
        template.render(
            document=document, title=short(document.title, 2 * LONGEST_TITLE), statements=statements
        ).strip()
        + "\n"
    )


def _named(statement: Paragraph) -> list[tuple[str, str, str]]:
    """The number, title and address of the first ideas; one that may not be shown any more has no title."""
    return [(one.label, short(one.title or "", LONGEST_TITLE), one.url) for one in statement.ideas[:MOST_NAMED]]
