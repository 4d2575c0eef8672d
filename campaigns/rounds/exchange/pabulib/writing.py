"""A result as a `.pb` file, so that tools for participatory budgeting read it, this one too.

A rule that spends no budget is written as one that does: every idea costs 1, and there is as much to spend as ideas win.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import count, islice
from typing import IO, Any

from campaigns.rounds.exchange.exports import Given, Item
from campaigns.rounds.exchange.pabulib.election import VoteType

TYPES = {
    "approve": VoteType.APPROVAL,
    "budget": VoteType.APPROVAL,
    "choose-one": VoteType.CHOOSE_ONE,
    "points": VoteType.CUMULATIVE,
    "ranking": VoteType.ORDINAL,
    "score": VoteType.SCORING,
    "for-against": VoteType.SCORING,
}
WITH_POINTS = frozenset({VoteType.CUMULATIVE, VoteType.SCORING})
DAY = "%d.%m.%Y"
END = "\n"


def write(given: Given, file: IO[bytes]) -> None:
    """Writes the file."""
    file.writelines(line.encode() for line in lines_of(given))


def lines_of(given: Given) -> Iterator[str]:
    """The lines of the file, with their ends."""
    type_ = TYPES[given.kind]
    yield from _meta(given, type_)
    yield from _projects(given, type_)
    yield from _votes(given, type_)


def _line(*cells: object) -> str:
    return ";".join(_cell(str(cell)) for cell in cells) + END


def _cell(text: str) -> str:
    plain = " ".join(text.split())
    return '"' + plain.replace('"', '""') + '"' if ";" in plain or plain.startswith('"') else plain


def _meta(given: Given, type_: VoteType) -> Iterator[str]:
    yield _line("META")
    yield _line("key", "value")
    said = {
        "description": given.title,
        "country": "",
        "unit": given.organiser,
        "instance": f"{given.slug}-{given.number}",
        "num_projects": len(given.items),
        "num_votes": sum(number for _, number in given.ballots),
        "budget": _budget(given),
        "vote_type": type_.value,
        "rule": _rule(given.rule),
        "date_begin": given.first_day.strftime(DAY),
        "date_end": given.last_day.strftime(DAY),
        **_limits(given),
        "language": given.language,
        "comment": " ".join(f"#{number}: {comment}" for number, comment in enumerate(_comments(given), 1)),
    }
    for key, value in said.items():
        if value not in {None, ""}:
            yield _line(key, value)


def _spends(given: Given) -> bool:
    return "budget" in _counting(given.rule)


def _counting(rule: Mapping[str, Any]) -> Mapping[str, Any]:
    counting = rule["counting"]
    return counting if isinstance(counting, Mapping) else {"rule": counting}


def _budget(given: Given) -> int:
    return int(_counting(given.rule)["budget"]) if _spends(given) else max(1, int(given.rule["winners"]))


def _rule(rule: Mapping[str, Any]) -> str:
    counting = _counting(rule)
    if counting["rule"] == "equal shares":
        return "equalshares"
    if counting["rule"] in {"greedy", "most votes"}:
        return "greedy-no-skip" if counting.get("over") == "stop" else "greedy"
    return "unknown"


def _limits(given: Given) -> dict[str, int]:
    ballot = given.rule.get("ballot", {})
    shortest = min((len(choice) for choice, _ in given.ballots), default=0)
    limits: dict[str, int] = {}
    if given.kind == "approve" and ballot:
        # What is left of a ballot after an idea on it was hidden may be shorter than people were asked for.
        limits = {"min_length": ballot["least"]} if shortest >= ballot["least"] > 0 else {}
        limits["max_length"] = ballot["most"]
    elif given.kind == "budget":
        limits["max_sum_cost"] = ballot["budget"]
    elif given.kind == "points":
        limits["max_sum_points"] = ballot["points"]
    elif given.kind == "ranking":
        limits["max_length"] = ballot["most"]
    elif given.kind == "score":
        limits |= {"min_points": ballot["from"], "max_points": ballot["to"]}
    elif given.kind == "for-against":
        limits |= {"min_points": -1, "max_points": 1}
    if given.rule.get("threshold", 0) > 1:
        limits["min_project_score_threshold"] = given.rule["threshold"]
    return limits


def _comments(given: Given) -> Iterator[str]:
    if not _spends(given):
        yield "No budget was spent: every project costs 1 here, and the budget is the number of winners."
    if given.rule["source"] == "supports":
        yield "Supports, one a line: which of them came from one person is not published."
    if given.left_out:
        yield f"{given.left_out} supports gathered elsewhere count too; they are numbers in the column elsewhere, not lines."
    if given.kind == "for-against":
        yield "1 is for, -1 against, 0 neither; the column votes counts all three."
    if given.rule.get("result") == "cleaned":
        yield "Without the votes that a published rule set apart."


def _projects(given: Given, type_: VoteType) -> Iterator[str]:
    named: Counter[int] = Counter()
    sums: Counter[int] = Counter()
    for choice, number in given.ballots:
        for id, value in choice:
            named[id] += number
            sums[id] += value * number
    yield _line("PROJECTS")
    more = ["score"] if type_ in WITH_POINTS else []
    elsewhere = ["elsewhere"] if given.left_out else []
    yield _line("project_id", "cost", "votes", *more, "name", "selected", *elsewhere)
    for item in given.items:
        score = [sums[item.id]] if more else []
        apart = [item.elsewhere] if elsewhere else []
        yield _line(item.key, _cost(given, item), named[item.id], *score, item.title, int(item.winner), *apart)


def _cost(given: Given, item: Item) -> int:
    return (item.cost or 0) if _spends(given) else 1


def _votes(given: Given, type_: VoteType) -> Iterator[str]:
    keys = {item.id: item.key for item in given.items}
    has_points = type_ in WITH_POINTS
    yield _line("VOTES")
    yield _line("voter_id", "vote", *(["points"] if has_points else []))
    voters = count(1)
    for choice, number in given.ballots:
        ordered = sorted(choice, key=lambda one: one[1]) if type_ == VoteType.ORDINAL else choice
        vote = ",".join(keys[id] for id, _ in ordered)
        points = [",".join(str(value) for _, value in ordered)] if has_points else []
        yield from (_line(voter, vote, *points) for voter in islice(voters, number))
