"""A statement of reasons before it is sent: in the language of the author, with words prepared for the reason."""

from datetime import datetime

from flask import current_app
from flask_babel import force_locale

from app.foundation.db import db
from app.offices.models import Competence
from campaigns.contributions.models import Contribution, Kind
from campaigns.plan.models import Campaign
from campaigns.plan.queries import rules
from moderation.domain.decisions import Ruling
from moderation.domain.statements import REVIEW_WITHIN, basis_of
from moderation.models import Case
from moderation.queries import statements
from moderation.queries.statements import StatementRead
from moderation.reasons import BY_CODE


def language_of(author_language: str | None, text_language: str) -> str:
    """The language in which a decision is told: the author's, or that of the text, as far as the site speaks it."""
    known = current_app.extensions["veche.settings"].LANGUAGES
    if author_language and author_language in known:
        return author_language
    return text_language if text_language in known else known[0]


def prepared(code: str, kind: Kind, language: str) -> str:
    """The words prepared for a reason, by the kind of text."""
    with force_locale(language):
        return str(BY_CODE[code].said(kind).prepared)


def preview_of(
    ruling: Ruling, case: Case, contribution: Contribution, campaign: Campaign, now: datetime
) -> StatementRead:
    """The statement as the author would read it; words in the language that holds."""
    competence = db.session.get(Competence, ruling.competence_id) if ruling.competence_id else None
    return StatementRead(
        id=None,
        contribution_id=contribution.id,
        kind=contribution.kind,
        decision=ruling.decision,
        rule=ruling.ground,
        rule_text=str(BY_CODE[ruling.ground].said(contribution.kind).rule),
        facts=ruling.facts,
        language=ruling.language,
        basis=basis_of(case, ruling.ground),
        is_automatic=False,
        made_at=now,
        until=ruling.until,
        review_until=now + REVIEW_WITHIN,
        elsewhere=statements.elsewhere(competence),
        rules=statements.owners_rules(rules.id_in_force(campaign, ruling.language)),
        may_ask=True,
    )
