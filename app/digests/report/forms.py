"""What an owner types for the final report."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField

from app.digests.models import ReportDraft
from app.digests.report.editions import Written
from app.digests.report.pictures import MOST_SHOWN, Offered
from app.foundation.forms import Area, Form, Line, Optional
from app.foundation.texts import clean_line

FOREWORD_MOST, POST_MOST, NAME_MOST, CAPTION_MOST, REASON_MOST = 8_000, 200, 120, 200, 500
APPROVERS = range(1, 5)


def _version(word: object) -> int:
    text = str(word or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _post() -> Line:
    return Line(_l("Job title"), [Optional()], most=POST_MOST)


def _name() -> Line:
    return Line(_l("Name"), [Optional()], most=NAME_MOST)


class ReportForm(Form):
    """Foreword and approval; the pictures come beside it, each with its place and its words. `seen` is the version that was shown,
    `checked` says which personal data the writer was shown."""

    foreword = Area(_l("Foreword"), [Optional()], most=FOREWORD_MOST)
    post_1, name_1 = _post(), _name()
    post_2, name_2 = _post(), _name()
    post_3, name_3 = _post(), _name()
    post_4, name_4 = _post(), _name()
    seen = HiddenField()
    checked = HiddenField()

    @classmethod
    def of(cls, draft: ReportDraft | None) -> "ReportForm":
        """The form with what was kept."""
        kept: dict[str, Any] = {"seen": draft.version if draft else 0, "foreword": draft.foreword if draft else ""}
        for place, row in zip(APPROVERS, draft.approval if draft else (), strict=False):
            kept |= {f"post_{place}": row["post"], f"name_{place}": row["name"]}
        return cls(formdata=None, data=kept)

    @property
    def version(self) -> int:
        """The version that the writer saw; -1 for what is none."""
        return _version(self.seen.data)

    @property
    def approvers(self) -> list[tuple[Field, Field]]:
        """The lines of post and name, two by two."""
        return [(self[f"post_{place}"], self[f"name_{place}"]) for place in APPROVERS]

    @property
    def approval(self) -> list[dict[str, str]]:
        """Who approves: lines with nothing in them are left out."""
        rows = [{"post": post.data or "", "name": name.data or ""} for post, name in self.approvers]
        return [row for row in rows if row["post"] or row["name"]]

    def written(self, pictures: Sequence[dict[str, Any]]) -> Written:
        """All that was typed."""
        return Written(self.foreword.data or "", pictures, self.approval)

    def prose(self, pictures: Sequence[dict[str, Any]]) -> Mapping[str, str]:
        """The texts in which a check looks for personal data, by field: names of those who approve are meant to be there."""
        return {"foreword": self.foreword.data or "", "pictures": "\n".join(one["caption"] for one in pictures)}


class FreezeForm(Form):
    """The version that was looked at, and why there is a new edition."""

    seen = HiddenField()
    reason = Area(_l("Why there is a new edition"), [Optional()], most=REASON_MOST)

    @property
    def version(self) -> int:
        """The version that the owner looked at; -1 for what is none."""
        return _version(self.seen.data)


def pictures_typed(offered: Sequence[Offered]) -> list[dict[str, Any]]:
    """The pictures that were given a place, in the order of their places."""
    chosen = []
    for one in offered:
        place = request.form.get(f"place-{one.code}", "")
        if place in PLACES:
            caption = clean_line(request.form.get(f"caption-{one.code}", ""))[:CAPTION_MOST]
            row = {"source": one.row.source, "id": one.row.id, "caption": caption}
            chosen.append((int(place), one.code, row))
    return [row for _place, _code, row in sorted(chosen, key=lambda pair: pair[:2])][:MOST_SHOWN]


PLACES = tuple(str(place) for place in range(1, MOST_SHOWN + 1))
