"""An official writes an answer, signs it, takes the signature back; another signs beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Reason, Refusal
from campaigns.answers import permissions, reasons
from campaigns.answers.domain import release, rows
from campaigns.answers.domain.rows import Held
from campaigns.answers.events import AnswerSigned
from campaigns.answers.models import Answer, Outcome, OwedState
from campaigns.answers.texts import (
    LINK_MOST,
    LINK_STARTS,
    NUMBER_MOST,
    POST_MOST,
    REASONS_LEAST,
    REASONS_MOST,
    REFERRED_MOST,
    SIGNER_MOST,
    AnswerWords,
)
from campaigns.contributions import states
from campaigns.contributions.findings import CheckSettings
from campaigns.contributions.languages import language_of
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.contributions.slots import findings_in
from campaigns.contributions.states import Standing
from campaigns.plan import days
from campaigns.plan.models import Campaign

MOST = {
    "reasons": REASONS_MOST,
    "link": LINK_MOST,
    "referred_to": REFERRED_MOST,
    "signer": SIGNER_MOST,
    "post": POST_MOST,
    "letter_number": NUMBER_MOST,
}


@dataclass(frozen=True)
class Wanted:
    """Words that are to be kept as a draft. `version` is that of the draft somebody had before their eyes, None where there was none."""

    words: AnswerWords
    version: int | None = None


def save(actor: Actor, owed_id: int, words: AnswerWords, now: datetime, *, version: int | None = None) -> Answer:
    """Keeps the answer as a draft of the department, whole or not. `version` is that of the draft the actor had before their eyes,
    None where there was none. Raises Missing, NotAllowed, Invalid (too long) or Conflict.
    """
    held = rows.held(owed_id)
    answer = rows.unreleased(owed_id)
    wanted = Wanted(words, version)
    _require(held, answer, wanted, permissions.refusal(actor, held.owed, held.idea, held.campaign, now))
    if answer is None:
        (answer,) = _begin(actor, [(held, words)], now)
    else:
        _change(answer, held, words, now)
    return answer


def save_all(actor: Actor, wanted: Mapping[int, Wanted], now: datetime) -> dict[int, Reason]:
    """The same for many, by what is owed, in a dozen statements; gives why some were refused, which holds up no other.

    The form begins a new answer in the place of one that stands; here such a one is refused.
    """
    held, drafts = rows.all_held(wanted), rows.all_unreleased(wanted)
    refused: dict[int, Reason] = {owed_id: Missing().reason for owed_id in wanted if owed_id not in held}
    new: list[tuple[Held, AnswerWords]] = []
    may = permissions.asked_once(actor, now)
    for owed_id, one in held.items():
        draft, asked = drafts.get(owed_id), wanted[owed_id]
        try:
            if one.owed.state == OwedState.ANSWERED:
                raise Conflict(reasons.ANSWERED)
            _require(one, draft, asked, may(one.owed, one.idea, one.campaign))
        except Refusal as refusal:
            refused[owed_id] = refusal.reason
            continue
        if draft is None:
            new.append((one, asked.words))
        else:
            _change(draft, one, asked.words, now)
    _begin(actor, new, now)
    return refused


def _require(held: Held, answer: Answer | None, wanted: Wanted, refusal: Reason | None) -> None:
    """Raises NotAllowed, Invalid or Conflict where the words may not be kept in the place of this draft."""
    if refusal:
        raise NotAllowed(refusal)
    if held.owed.state == OwedState.CLOSED:
        raise Conflict(reasons.CLOSED)
    if any(len(getattr(wanted.words, name)) > most for name, most in MOST.items()):
        raise Invalid(reasons.TOO_LONG)
    if answer is None:
        return
    if answer.contribution.state == State.SUBMITTED:
        raise Conflict(reasons.SIGNED)
    if answer.contribution.version != wanted.version:
        raise Conflict(reasons.MEANWHILE)


def _change(answer: Answer, held: Held, words: AnswerWords, now: datetime) -> None:
    if AnswerWords.of(answer) != words:
        words.put_into(answer)
        answer.contribution.language = _language(words, held)
        states.changed(answer.contribution, now)


def _begin(actor: Actor, new: Sequence[tuple[Held, AnswerWords]], now: datetime) -> list[Answer]:
    numbers = rows.next_numbers([held.owed.id for held, _words in new]) if new else {}
    common = [
        Contribution(
            kind=Kind.ANSWER,
            campaign_id=held.campaign.id,
            author_id=actor.id,
            state=State.DRAFT,
            language=_language(words, held),
            created_at=now,
            changed_at=now,
        )
        for held, words in new
    ]
    db.session.add_all(common)
    db.session.flush()
    answers = [
        Answer(
            id=row.id,
            campaign_id=held.campaign.id,
            owed_id=held.owed.id,
            idea_id=held.owed.idea_id,
            office_id=held.owed.office_id,
            number=numbers[held.owed.id],
            contribution=row,
            **vars(words),
        )
        for row, (held, words) in zip(common, new, strict=True)
    ]
    db.session.add_all(answers)
    db.session.flush()
    return answers


def sign(actor: Actor, owed_id: int, now: datetime, *, version: int | None = None) -> Answer:
    """The official signs the draft as it stands: everyone can read the answer, unless a second signature or a joint release is still
    to come. `version`, where given, is that of the draft the actor had before their eyes.

    Raises Missing, NotAllowed, Conflict, or Invalid where a part is missing or something in it is somebody's personal data.
    """
    held = rows.held(owed_id)
    permissions.require(actor, held.owed, held.idea, held.campaign, now)
    answer = rows.unreleased(owed_id)
    if answer is None or answer.contribution.state != State.DRAFT:
        raise Conflict(reasons.MEANWHILE if answer is None else reasons.SIGNED)
    if version is not None and answer.contribution.version != version:
        raise Conflict(reasons.MEANWHILE)
    if not held.is_public:
        raise Conflict(reasons.NOT_PUBLIC)
    amiss = next(faults(AnswerWords.of(answer), held.campaign, now), None)
    if amiss:
        raise Invalid(amiss[1])
    answer.signed_by, answer.signed_at = actor.id, now
    db.session.flush()
    log("answer.signed", answer, actor, now)
    if rows.terms_of(held.campaign.id).needs_second:
        states.submit(answer.contribution, now)
        events.announce(AnswerSigned(answer.id, held.owed.id, answer.office_id))
    else:
        release.make_ready(held, answer, now)
    return answer


def sign_second(actor: Actor, owed_id: int, now: datetime, *, version: int | None = None) -> Answer:
    """The second signature. Raises Missing, NotAllowed or Conflict (nothing waits for it, or it reads otherwise by now)."""
    held = rows.held(owed_id)
    answer = _signed(held, version)
    if answer.ready_at is not None:
        raise Conflict(reasons.NOT_SIGNED)
    refusal = permissions.second_refusal(actor, answer, held.campaign, now)
    if refusal:
        raise NotAllowed(refusal)
    if not held.is_public:
        raise Conflict(reasons.NOT_PUBLIC)
    answer.second_by, answer.second_at = actor.id, now
    db.session.flush()
    log("answer.second", answer, actor, now)
    release.make_ready(held, answer, now)
    return answer


def take_back(actor: Actor, owed_id: int, now: datetime) -> Answer:
    """A signed answer that nobody can read yet is a draft again: for the department, and for whoever would sign second.

    Raises Missing, NotAllowed or Conflict (nothing signed waits here).
    """
    held = rows.held(owed_id)
    answer = _signed(held, None)
    if not permissions.speaks(actor, answer.office_id) and permissions.second_refusal(
        actor, answer, held.campaign, now
    ):
        raise NotAllowed(reasons.NOT_YOURS)
    answer.signed_by = answer.signed_at = answer.second_by = answer.second_at = answer.ready_at = None
    if held.owed.state == OwedState.OWED:
        held.owed.ready_at = None
    db.session.flush()
    states.restore(answer.contribution, Standing(State.DRAFT, now, None, None))
    log("answer.taken-back", answer, actor, now)
    return answer


def _signed(held: Held, version: int | None) -> Answer:
    answer = rows.unreleased(held.owed.id)
    if answer is None or answer.contribution.state != State.SUBMITTED:
        raise Conflict(reasons.NOT_SIGNED)
    if version is not None and answer.contribution.version != version:
        raise Conflict(reasons.MEANWHILE)
    return answer


def faults(words: AnswerWords, campaign: Campaign, now: datetime) -> Iterator[tuple[str, Reason]]:
    """What is still missing before the answer can be signed, or must not stand in it: the field and the reason, each in its turn."""
    if len(words.reasons) < REASONS_LEAST:
        yield "reasons", reasons.NO_REASONS
    if words.outcome == Outcome.WORKS_ALREADY and not words.link:
        yield "link", reasons.NO_LINK
    elif words.link and not words.link.lower().startswith(LINK_STARTS):
        yield "link", reasons.BAD_LINK
    if words.outcome == Outcome.REFERRED and not words.referred_to:
        yield "referred_to", reasons.NO_ADDRESS
    for name in ("signer", "post"):
        if not getattr(words, name):
            yield name, reasons.NO_SIGNER
    if bool(words.letter_number) != bool(words.letter_on):
        yield "letter_on" if words.letter_number else "letter_number", reasons.HALF_LETTER
    if words.letter_on and words.letter_on > days.local(now, campaign.time_zone).date():
        yield "letter_on", reasons.LETTER_AHEAD
    yield from _personal(words, CheckSettings.of(campaign.checks))


def _personal(words: AnswerWords, settings: CheckSettings) -> Iterator[tuple[str, Reason]]:
    """An authority, too, publishes personal data by mistake: what a check is sure of is not signed."""
    for name, text in words.prose.items():
        found = [one for one in findings_in(text, settings) if one.is_personal and one.holds]
        if found:
            yield name, replace(reasons.PERSONAL, values={"words": text[found[0].start : found[0].end]})


def _language(words: AnswerWords, held: Held) -> str:
    return language_of(words.reasons, held.campaign.language)


def log(act: str, answer: Answer, actor: Actor, now: datetime) -> None:
    """Adds an act on an answer to the log of its campaign."""
    chain.log(
        act,
        now=now,
        actor_id=actor.id,
        thing="answer",
        thing_id=answer.id,
        campaign_id=answer.campaign_id,
        idea_id=answer.idea_id,
        office_id=answer.office_id,
    )
