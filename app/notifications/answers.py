"""Officials are told what they are asked for, at once and in one letter; people, what a department says to their idea."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role
from app.foundation import clock, mail, outbox
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications import letters
from app.notifications.audiences import still_there
from app.notifications.domain import tellings
from app.notifications.domain.notices import Fact, mark_mailed
from app.notifications.domain.tellings import Next, Portion, Reader
from app.notifications.models import NoticeKind, Teller
from campaigns.answers import permissions
from campaigns.answers.events import AnswerAsked, AnswerExtended, AnswerReleased, AnswerSigned
from campaigns.answers.models import Answer, OwedAnswer, OwedState
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.ideas.queries.joined import writers_of
from campaigns.plan.models import Campaign


def tell_asked(fact: AnswerAsked) -> None:
    """The officials of the department learn that an answer is asked of them."""
    tellings.put(Teller.ASKED, owed_id=fact.owed_id, office_id=fact.office_id)


def tell_signed(fact: AnswerSigned) -> None:
    """Who may sign second learns that an answer waits for them."""
    tellings.put(Teller.SIGNED, answer_id=fact.answer_id)


def tell_released(fact: AnswerReleased) -> None:
    """Authors learn at once what the department says; those who support or follow the idea with the next letter."""
    tellings.put(Teller.ANSWER, answer_id=fact.answer_id)


def tell_extended(fact: AnswerExtended) -> None:
    """Whom the idea concerns learns that its answer comes later."""
    name = f"answer-extended:{fact.extension_id}"
    tellings.put(Teller.CONCERNED, kind=NoticeKind.ANSWER_EXTENDED, name=name, idea_id=fact.idea_id)


def asked(_reader: Reader, _after: int, owed_id: int, office_id: int) -> Portion:
    """The officials of the department, and a letter is asked for to each; of many ideas asked for at once it names all."""
    owed = db.session.get_one(OwedAnswer, owed_id)
    if owed.state != OwedState.OWED or not _is_public(owed.idea_id):
        return Portion()
    name = f"asked:{owed_id}:{office_id}"
    fact = Fact(NoticeKind.ANSWER_ASKED, name, owed.campaign_id, owed.idea_id, {"owed_id": owed_id})
    return _with_letters(_officials(office_id), fact)


def signed(_reader: Reader, _after: int, answer_id: int) -> Portion:
    """The other officials of the department or, where it has but one, the owners; nothing where it is signed by now."""
    answer = db.session.get_one(Answer, answer_id)
    contribution = db.session.get_one(Contribution, answer_id)
    if contribution.state != State.SUBMITTED or answer.second_at is not None or not _is_public(answer.idea_id):
        return Portion()
    others = [one for one in _officials(answer.office_id) if one != answer.signed_by]
    people = others if permissions.officials_of(answer.office_id) > 1 else _owners(answer.campaign_id)
    name = f"signed:{answer_id}:{contribution.version}"
    details = {"owed_id": answer.owed_id}
    fact = Fact(NoticeKind.ANSWER_SIGNED, name, answer.campaign_id, answer.idea_id, details)
    return _with_letters(people, fact)


def given(_reader: Reader, _after: int, answer_id: int) -> Portion:
    """Those who wrote the idea, then everyone it concerns; of an answer that was hidden meanwhile nobody is told."""
    answer = db.session.get_one(Answer, answer_id)
    if db.session.get_one(Contribution, answer_id).state not in PUBLIC or not _is_public(answer.idea_id):
        return Portion()
    name, idea_id, campaign = f"official-answer:{answer_id}", answer.idea_id, _campaign(answer.campaign_id)
    writers = db.session.scalars(still_there(db.session.scalars(writers_of(idea_id)).all(), campaign)).all()
    told = Fact(NoticeKind.OFFICIAL_ANSWER, name, campaign.id, idea_id, {"answer_id": answer_id})
    # By the same name: who knows it as a writer is not told once more.
    ids = {
        "kind": NoticeKind.ANSWER_GIVEN,
        "name": name,
        "idea_id": idea_id,
        "but": answer.signed_by,
        "office": {"kind": NoticeKind.OFFICE_ANSWERED, "office_id": answer.office_id},
    }
    return Portion(writers, told, None, Next(Teller.CONCERNED, ids))


def _with_letters(people: Sequence[int], fact: Fact) -> Portion:
    for account_id in people:
        outbox.ask_once("notifications.mail_asked", account_id=account_id)
    return Portion(people, fact)


def mail_asked(account_id: int) -> None:
    """One letter to an official with all that they were asked for and no letter has told them."""
    kinds = (NoticeKind.ANSWER_ASKED, NoticeKind.ANSWER_SIGNED)
    letter, notice_ids = letters.about_asked(account_id, kinds)
    db.session.rollback()
    if letter is None or not mail.send(letter):
        return
    with step():
        mark_mailed(notice_ids, clock.now())


def _campaign(campaign_id: int) -> Campaign:
    return db.session.get_one(Campaign, campaign_id)


def _is_public(idea_id: int) -> bool:
    return db.session.get_one(Contribution, idea_id).state in PUBLIC


def _officials(office_id: int) -> Sequence[int]:
    return _given(RoleGrant.role == Role.OFFICIAL, RoleGrant.office_id == office_id)


def _owners(campaign_id: int) -> Sequence[int]:
    return _given(RoleGrant.role == Role.OWNER, RoleGrant.campaign_id == campaign_id)


def _given(*which: ColumnElement[bool]) -> list[int]:
    query = select(RoleGrant.account_id).join(Account, Account.id == RoleGrant.account_id)
    query = query.where(*which, RoleGrant.ended_at.is_(None), Account.ended_at.is_(None))
    return list(dict.fromkeys(db.session.scalars(query.order_by(RoleGrant.id))))
