"""What a ledger does when an idea on a ballot is hidden, restored, joined or parted: it goes in as a note, with the reason."""

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import exists, select

from app.foundation import clock, outbox
from app.foundation.db import db
from campaigns.contributions.events import (
    ContributionJoined,
    ContributionPublished,
    ContributionRestored,
    ContributionRestricted,
    ContributionUnjoined,
    ContributionWithdrawn,
)
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from campaigns.rounds.ballots.models import Option
from campaigns.rounds.events import ResultPublished
from campaigns.rounds.ledger.domain import files
from campaigns.rounds.ledger.domain.notes import note
from campaigns.rounds.ledger.models import EntryKind
from campaigns.rounds.models import Result, Round
from campaigns.rounds.slots import RESTRICTED_WHY

MOVES = (
    ContributionJoined
    | ContributionPublished
    | ContributionRestored
    | ContributionRestricted
    | ContributionUnjoined
    | ContributionWithdrawn
)


def follow_idea(fact: MOVES) -> None:
    """Notes where an idea stands now in each vote that has it on the ballot and whose result is not published yet.

    Where it is published, the files are made anew, so that they show the titles of public ideas alone.
    """
    on_ballots = db.session.scalars(
        select(Option.round_id).where(Option.idea_id == fact.contribution_id).order_by(Option.round_id)
    ).all()
    if not on_ballots:
        return
    files.refresh(fact.contribution_id)
    is_out = exists().where(Result.round_id == Round.id, Result.published_at.is_not(None))
    rounds = db.session.scalars(select(Round).where(Round.id.in_(on_ballots), ~is_out).order_by(Round.id)).all()
    if rounds:
        contribution = db.session.get_one(Contribution, fact.contribution_id)
        language = db.session.get_one(Campaign, contribution.campaign_id).language
        with force_locale(language):
            for round_ in rounds:
                _note(round_, contribution)


def _note(round_: Round, contribution: Contribution) -> None:
    now, about = clock.now(), contribution.id
    if contribution.state not in PUBLIC:
        note(EntryKind.HIDE, round_.id, idea_id=about, reason=_why_hidden(contribution), now=now)
        return
    note(EntryKind.SHOW, round_.id, idea_id=about, reason=_("Everyone may read the idea again."), now=now)
    into_id = db.session.scalar(select(Idea.joined_to_id).where(Idea.id == about))
    if contribution.state == State.JOINED and into_id is not None:
        why = _("It is about the same as another idea and goes on in it.")
        note(EntryKind.JOIN, round_.id, idea_id=about, into_id=into_id, reason=why, now=now)
        return
    note(EntryKind.PART, round_.id, idea_id=about, reason=_("The idea stands by itself again."), now=now)


def _why_hidden(contribution: Contribution) -> str:
    """Public words only: the rule as everyone may read it, never what the idea said."""
    if contribution.statement_id is not None:
        said = [words for words in RESTRICTED_WHY.fill(contribution.statement_id) if words]
        return said[0] if said else str(_("A moderator hid the idea."))
    if contribution.state == State.WITHDRAWN:
        return str(_("Its author took the idea back."))
    return str(_("The idea is being checked again."))


def publish_files(fact: ResultPublished) -> None:
    """What anyone may check is made in the background."""
    outbox.ask("rounds.publish_files", result_id=fact.result_id)
