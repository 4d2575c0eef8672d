"""Who is told what: the next people whom a fact concerns, as they stand at the moment of the telling."""

from typing import Any

from app.notifications.audiences import AT_ONCE, audience, concerned_by, office_followers, still_there
from app.notifications.domain.notices import Fact
from app.notifications.domain.tellings import Next, Portion, Reader, portion
from app.notifications.domain.texts import tell_decision, tell_reporters
from app.notifications.models import NoticeKind, Teller
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.plan.models import Campaign
from moderation.domain import rows, undo

# Of these kinds the people differ from text to text.
OF_TEXTS = frozenset({NoticeKind.FOLLOWED_PUBLISHED, NoticeKind.CONCLUSION_WRITTEN})


def followers(
    reader: Reader,
    after: int,
    kind: str,
    name: str,
    campaign_id: int,
    contribution_id: int | None = None,
    details: dict[str, Any] | None = None,
) -> Portion:
    """Everyone who follows what the fact is about. Of a text that is public no more nobody is told further."""
    author_id = _author_to_pass_over(reader, contribution_id)
    if author_id is None:
        return Portion()
    fact = Fact(NoticeKind(kind), name, campaign_id, contribution_id, details or {})
    campaign, text = reader.one(Campaign, campaign_id), contribution_id if fact.kind in OF_TEXTS else None
    return portion(reader.people(audience, fact.kind, campaign, after, AT_ONCE, text), fact, but=author_id)


def concerned(
    reader: Reader,
    after: int,
    kind: str,
    name: str,
    idea_id: int,
    but: int | None = None,
    office: dict[str, Any] | None = None,
) -> Portion:
    """Those who wrote, support or follow the idea, but not the one who made the fact.

    Of an idea that is public no more nobody is told further. `office` has the words of `followers_of_office`, who come after.
    """
    idea = reader.one(Contribution, idea_id)
    if idea.state not in PUBLIC:
        return Portion()
    campaign = reader.one(Campaign, idea.campaign_id)
    fact = Fact(NoticeKind(kind), name, idea.campaign_id, idea_id)
    too = {"name": name, "idea_id": idea_id, "but": but, **office} if office else None
    then = Next(Teller.OFFICE_FOLLOWERS, too) if too else None
    return portion(reader.people(concerned_by, idea_id, campaign, after, AT_ONCE), fact, but=but, then=then)


def followers_of_office(
    reader: Reader, after: int, kind: str, name: str, idea_id: int, office_id: int, but: int | None = None
) -> Portion:
    """Those who follow the department that did it. Whom the idea concerns knows it by the same name."""
    idea = reader.one(Contribution, idea_id)
    if idea.state not in PUBLIC:
        return Portion()
    campaign = reader.one(Campaign, idea.campaign_id)
    fact = Fact(NoticeKind(kind), name, idea.campaign_id, idea_id)
    return portion(reader.people(office_followers, office_id, campaign, after, AT_ONCE), fact, but=but)


def people(
    reader: Reader, _after: int, kind: str, name: str, campaign_id: int, contribution_id: int, account_ids: list[int]
) -> Portion:
    """These people, at most 500, where the text is public and they may still see it."""
    if _author_to_pass_over(reader, contribution_id) is None:
        return Portion()
    campaign = reader.one(Campaign, campaign_id)
    fact = Fact(NoticeKind(kind), name, campaign_id, contribution_id)
    return Portion(reader.people(still_there, tuple(account_ids), campaign), fact)


def tell_decided(_reader: Reader, _after: int, case_id: int, version: int) -> Portion:
    """Tells what was decided a minute ago, unless it was undone meanwhile; from now on it cannot be."""
    case, contribution = rows.locked(case_id)
    if case.version == version:
        undo.settle(case)
        tell_decision(case, contribution)
        tell_reporters(case)
    return Portion()


def _author_to_pass_over(reader: Reader, contribution_id: int | None) -> int | None:
    """The author, who knows: 0 where there is none; None where the text is not public any more."""
    if contribution_id is None:
        return 0
    contribution = reader.one(Contribution, contribution_id)
    return (contribution.author_id or 0) if contribution.state in PUBLIC else None
