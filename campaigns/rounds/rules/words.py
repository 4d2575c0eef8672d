"""Rules as people read them: every part of a rule in a sentence."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from campaigns.plan import days
from campaigns.plan.words import day_words
from campaigns.rounds.apart import rules as apart
from campaigns.rounds.rules import shape, supports
from campaigns.rounds.rules.shape import BallotKind, Counting

# How people vote, in the words in which an owner chooses it.
BALLOTS: dict[BallotKind, Any] = {
    BallotKind.APPROVE: _l("Choose ideas"),
    BallotKind.FOR_AGAINST: _l("For or against each idea"),
    BallotKind.BUDGET: _l("Spend a budget"),
    BallotKind.CHOOSE_ONE: _l("Choose one idea"),
    BallotKind.SCORE: _l("Give each idea a score"),
    BallotKind.POINTS: _l("Share out points"),
    BallotKind.RANKING: _l("Put ideas in order"),
}
BALLOT_HINTS: dict[BallotKind, Any] = {
    BallotKind.APPROVE: _l("Each person chooses up to as many ideas as you say. The simplest: fits most votes."),
    BallotKind.FOR_AGAINST: _l("Of each idea people say whether they are for or against it. For few ideas."),
    BallotKind.BUDGET: _l("Each idea has a cost; people choose what to spend the money on."),
    BallotKind.CHOOSE_ONE: _l("Each person has one vote. Similar ideas take votes from each other."),
    BallotKind.SCORE: _l("People give each idea they know a score, from 1 to 5 as a rule."),
    BallotKind.POINTS: _l("Each person shares out a number of points, several to one idea if they like."),
    BallotKind.RANKING: _l("People put the ideas they like in order, the best first."),
}
COUNTINGS: dict[Counting, Any] = {
    Counting.MOST_VOTES: _l("The ideas with the most votes win"),
    Counting.NET: _l("Votes against are taken off the votes for"),
    Counting.MEAN: _l("The best mean score wins, carefully where few people gave one"),
    Counting.BORDA: _l("The higher the place, the more an idea gets"),
    Counting.GREEDY: _l("The most popular first, while the money lasts"),
    Counting.EQUAL_SHARES: _l("Equal shares: every voter decides on as much of the money"),
}
COMPLETIONS: dict[str, Any] = {
    "add-one and fill": _l(
        "everyone’s share is raised while that helps, then the most popular ideas that fit are added"
    ),
    "add-one": _l("everyone’s share is raised while that helps"),
    "fill": _l("the most popular ideas that fit are added"),
    "none": _l("it is not spent"),
}
APART: dict[str, Any] = {
    apart.NEW_ACCOUNTS: _l("accounts made minutes before they all vote alike, where more shows one hand"),
    apart.SWARM: _l("groups of votes that several signs agree on"),
}
CHANNELS: dict[str, Any] = {
    "site": _l("on the site"),
    "code": _l("with a code on a sheet, without an account"),
    "paper": _l("on paper"),
    "meeting": _l("at a meeting"),
    "import": _l("elsewhere, brought in afterwards"),
}
ROLES: dict[str, Any] = {
    "resident": _l("everyone who is signed in and has confirmed an e-mail address"),
    "expert": _l("experts of the project"),
    "facilitator": _l("facilitators of the project"),
    "moderator": _l("moderators"),
    "official": _l("representatives of departments"),
}


VERIFICATIONS: dict[str, Any] = {
    "person": _l("It must have been verified who they are."),
    "resident": _l("It must have been verified who they are and where they live."),
}


def sentences(rule: Mapping[str, Any], zone: str = "UTC", places: Mapping[int, str] | None = None) -> list[str]:
    """The rule as people read it. `places` are names of the territories that it speaks of, `zone` is the campaign's."""
    if rule["source"] != shape.BALLOTS:
        return supports.sentences(rule)
    return [
        *_who(rule["who"], zone, places or {}),
        in_one_sentence(rule),
        *_counting(rule),
        *_bounds(rule),
        _of_counts(rule["counts"]),
        *_apart(rule),
        *_channels(rule),
        _receipt(rule["receipt"]),
    ]


def _who(who: Mapping[str, Any], zone: str, places: Mapping[int, str]) -> Iterator[str]:
    yield _("Who may vote: %(who)s.", who=", ".join(str(ROLES[role]) for role in who["roles"]))
    if who["verification"] != "email":
        yield str(VERIFICATIONS[who["verification"]])
    if who["territories"] and who["verification"] == "resident":
        names = ", ".join(places.get(place) or _("place No. %(number)s", number=place) for place in who["territories"])
        yield _("They must have been verified to live here: %(places)s.", places=names)
    elif who["territories"]:
        names = ", ".join(places.get(place) or _("place No. %(number)s", number=place) for place in who["territories"])
        yield _("They must have said that they live here: %(places)s.", places=names)
    if who["registered_before"]:
        day = day_words(days.first_day(datetime.fromisoformat(who["registered_before"]), zone))
        yield _("They must have registered before %(day)s.", day=day)


def in_one_sentence(rule: Mapping[str, Any]) -> str:
    """How to vote, for the top of the ballot."""
    return str(SAID[shape.kind_of(rule)](rule["ballot"]))


def _approve(ballot: Mapping[str, Any]) -> Any:
    most, least = ballot["most"], ballot["least"]
    if least == most:
        return ngettext("Choose %(num)s idea.", "Choose exactly %(num)s ideas.", most)
    if least > 1:
        return ngettext(
            "Choose up to %(num)s idea, at least %(least)s.",
            "Choose up to %(num)s ideas, at least %(least)s.",
            most,
            least=least,
        )
    return ngettext("Choose up to %(num)s idea.", "Choose up to %(num)s ideas.", most)


SAID: Mapping[BallotKind, Callable[[Mapping[str, Any]], Any]] = {
    BallotKind.APPROVE: _approve,
    BallotKind.FOR_AGAINST: lambda _ballot: _(
        "Say of each idea whether you are for or against it; pass over those you have no opinion on."
    ),
    BallotKind.BUDGET: lambda ballot: _(
        "Choose ideas that together cost no more than %(budget)s.", budget=format_decimal(ballot["budget"])
    ),
    BallotKind.CHOOSE_ONE: lambda _ballot: _("Choose one idea."),
    BallotKind.SCORE: lambda ballot: _(
        "Give ideas a score from %(lowest)s to %(highest)s; pass over those you have no opinion on.",
        lowest=ballot["from"],
        highest=ballot["to"],
    ),
    BallotKind.POINTS: lambda ballot: ngettext(
        "Share out %(num)s point among the ideas.", "Share out up to %(num)s points among the ideas.", ballot["points"]
    ),
    BallotKind.RANKING: lambda ballot: ngettext(
        "Choose the best idea.", "Put up to %(num)s ideas in order, the best first.", ballot["most"]
    ),
}


def _counting(rule: Mapping[str, Any]) -> Iterator[str]:
    counting = rule["counting"]
    yield COUNTED[shape.counting_of(rule)](counting)
    if shape.spends(rule):
        budget = shape.budget_of(rule)
        yield _("There is %(budget)s to give out.", budget=format_decimal(budget))
    else:
        yield ngettext("%(num)s idea wins.", "Up to %(num)s ideas win.", rule["winners"])


def _most_votes(counting: Mapping[str, Any]) -> Any:
    if counting.get("by") == "score":
        return _("The ideas with the most points win.")
    return _("The ideas with the most votes win.")


def _mean(counting: Mapping[str, Any]) -> Any:
    return _(
        "The ideas with the best mean score win. Of a mean that few people gave the lower bound is taken "
        "(%(confidence)s), so that no idea wins by a handful of scores.",
        confidence=f"{round(float(counting['confidence']) * 100)} %",
    )


def _greedy(counting: Mapping[str, Any]) -> Any:
    if counting["over"] == "stop":
        return _(
            "The most popular idea gets its money first, then the next. The first one that does not fit ends the list."
        )
    return _(
        "The most popular idea gets its money first, then the next. One that does not fit any more is left "
        "out, and a cheaper one may follow."
    )


def _shares(_counting: Mapping[str, Any]) -> Any:
    return _(
        "The money is divided equally among all voters, and each idea is paid for by those who voted for it "
        "(method of equal shares). So groups that agree get about as much as their number."
    )


COUNTED: Mapping[Counting, Callable[[Mapping[str, Any]], Any]] = {
    Counting.MOST_VOTES: _most_votes,
    Counting.NET: lambda _rule: _(
        "Votes against an idea are taken off the votes for it. The ideas with the largest difference win."
    ),
    Counting.MEAN: _mean,
    Counting.BORDA: lambda _rule: _(
        "On each ballot the first idea gets the most points, the next one point less, and so on. The ideas "
        "with the most points win."
    ),
    Counting.GREEDY: _greedy,
    Counting.EQUAL_SHARES: _shares,
}


def _bounds(rule: Mapping[str, Any]) -> Iterator[str]:
    if rule["threshold"]:
        yield ngettext(
            "An idea wins only with at least %(num)s vote.",
            "An idea wins only with at least %(num)s votes.",
            rule["threshold"],
        )
    if rule["quorum"]:
        yield ngettext(
            "If fewer than %(num)s person votes, no idea wins.",
            "If fewer than %(num)s people vote, no idea wins.",
            rule["quorum"],
        )
    if rule["ties"] == "lot":
        yield _(
            "Equal ideas are put in order by a lot. Its seed is the last check mark of the journal of votes, "
            "which nobody chooses and everyone can check."
        )
    else:
        yield _("Of equal ideas, the one published earlier comes first.")


def _of_counts(counts: str) -> Any:
    if counts == "hidden":
        return _(
            "Nobody sees how the votes stand before the result is published. You can change your choice until the end."
        )
    return _("Everyone sees how the votes stand. You can change your choice until the end.")


def _apart(rule: Mapping[str, Any]) -> Iterator[str]:
    if not rule["apart"]:
        yield _("All votes are counted together: no rule counts any of them apart.")
        return
    yield from apart.sentences(rule["apart"])
    yield _("Votes counted apart are never deleted; the counts with them and without them are both shown.")
    if rule["result"] == "cleaned":
        yield _("The count without the votes counted apart is the result.")
    else:
        yield _("The count of all votes is the result.")


def _channels(rule: Mapping[str, Any]) -> Iterator[str]:
    channels = rule["channels"]
    yield _("Where people vote: %(channels)s.", channels="; ".join(str(CHANNELS[channel]) for channel in channels))
    if len(channels) > 1:
        yield _("The votes of each way count alike and are shown apart.")
    if shape.paper_days(rule):
        yield ngettext(
            "Paper from before the end may be entered for %(num)s day after it.",
            "Paper from before the end may be entered for %(num)s days after it.",
            shape.paper_days(rule),
        )


def _receipt(receipt: str) -> Any:
    if receipt == "linked":
        return _(
            "With the control code you get, you can find your vote and its content in the journal after the end. "
            "So can anyone you give the code to."
        )
    return _(
        "With the control code you get, you can find that your vote is counted. It shows nobody what you "
        "chose, so nobody can make you prove it."
    )
