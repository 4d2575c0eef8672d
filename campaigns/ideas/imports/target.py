"""The campaign that an import makes where there is none yet."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import exists, select

from app.accounts.models import RoleGrant
from app.accounts.roles import SYSTEM, Role
from app.foundation import site
from app.foundation.db import db
from app.foundation.tables import Row
from app.foundation.unit_of_work import step
from campaigns.contributions.languages import language_of
from campaigns.plan.domain import campaigns
from campaigns.plan.domain.campaigns import Outline
from campaigns.plan.models import Template
from campaigns.plan.phases import PhaseKind, Window

OPEN_FOR = timedelta(days=30)
SAMPLE = 200


def language_in(rows: Sequence[Row], columns: Mapping[str, str], usual: str) -> str:
    """The language of most of the first rows."""
    titles = [row.cells.get(columns["title"], "") for row in rows[:SAMPLE]]
    return Counter(language_of(title, usual) for title in titles).most_common(1)[0][0] if titles else usual


def make(slug: str, title: str, language: str, now: datetime) -> int:
    """A launched campaign that takes ideas from this minute on, for thirty days. Returns its id.

    Where the platform has moderators, what residents add is checked first; else after publication.
    """
    settings = current_app.extensions["veche.settings"]
    opens_at = now.replace(second=0, microsecond=0)
    with step():
        moderated = select(
            exists().where(
                RoleGrant.role == Role.MODERATOR, RoleGrant.scope == "platform", RoleGrant.ended_at.is_(None)
            )
        )
        outline = Outline(
            title=title,
            slug=slug,
            language=language,
            time_zone=settings.TIME_ZONE,
            question=title,
            organiser=site.chosen().organiser,
            ideas_checked_first=bool(db.session.scalar(moderated)),
        )
        windows = [Window(PhaseKind.IDEAS, opens_at, opens_at + OPEN_FOR)]
        campaign = campaigns.create(Template.DISCUSSION_AND_IDEAS, outline, actor=SYSTEM, now=now, windows=windows)
        campaigns.launch(campaign, actor=SYSTEM, now=now)
        return campaign.id
