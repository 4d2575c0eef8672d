"""Findings: what the numbers say, as codes and values, each with the ideas it speaks of. Words are made of them in words.py.

`ideas` are ids; an empty list speaks of all ideas of the result.
"""

from collections.abc import Sequence
from typing import Any

Cite = dict[str, Any]
MOST_CITED = 30
Finding = dict[str, Any]


def finding(code: str, cited: Sequence[Cite] = (), **values: Any) -> Finding:
    """A finding; it cites the first ideas where there are too many."""
    return {"code": code, "ideas": [idea["id"] for idea in cited][:MOST_CITED], "values": values}


def of_participation(numbers: dict[str, Any]) -> list[Finding]:
    """How many took part."""
    found = [finding("took-part", people=numbers["people"], ideas=numbers["ideas"], support=numbers["support"])]
    if numbers["elsewhere"]:
        found.append(
            finding(
                "elsewhere", elsewhere=numbers["elsewhere"], share=percent(numbers["elsewhere"], numbers["support"])
            )
        )
    return found


def of_support(top: Sequence[Cite], winners: Sequence[Cite], numbers: dict[str, Any]) -> list[Finding]:
    """Who is in front, how many were selected, how support is spread."""
    if not numbers["support"]:
        return [finding("no-support")] if numbers["ideas"] else []
    found = [finding("leader", top[:1], votes=top[0]["votes"])]
    found.append(finding("selected", winners, winners=len(winners), ideas=numbers["ideas"]))
    if numbers["ideas"] > len(top):
        gathered = sum(idea["votes"] for idea in top)
        found.append(finding("spread", top, top=len(top), share=percent(gathered, numbers["support"])))
    if numbers["unsupported"]:
        found.append(finding("unsupported", unsupported=numbers["unsupported"]))
    return found


def of_vote(top: Sequence[Cite], winners: Sequence[Cite], numbers: dict[str, Any]) -> list[Finding]:
    """How many voted, who is in front by the rule, how many were selected."""
    if not numbers["voters"]:
        return [finding("nobody-voted")]
    found = [finding("voted", voters=numbers["voters"], ideas=numbers["ideas"])]
    if winners:
        found.append(finding("selected", winners, winners=len(winners), ideas=numbers["ideas"]))
    if top:
        found.append(finding("votes-leader", top[:1], votes=top[0]["votes"]))
    if numbers["unsupported"]:
        found.append(finding("without-votes", ideas=numbers["unsupported"]))
    return found


def of_cut(cut: dict[str, Any] | None) -> list[Finding]:
    """How narrow it was at the border between in and out."""
    if cut is None:
        return []
    last, first = cut["just_in"][-1], cut["just_out"][0]
    return [finding("cut", [last, first], last_in=last["votes"], first_out=first["votes"], gap=cut["gap"])]


def of_tracks(tracks: Sequence[dict[str, Any]], ideas: int) -> list[Finding]:
    """What most ideas are about; `tracks` as they stand in the body, with the ids of their first ideas."""
    named = [track for track in tracks if track["name"] is not None]
    if len(named) < 2:
        return []
    first = named[0]
    speaks_of = [{"id": id} for id in first["first"]]
    return [finding("track", speaks_of, name=first["name"], ideas=first["ideas"], share=percent(first["ideas"], ideas))]


def of_services(services: Sequence[dict[str, Any]], ideas: int) -> list[Finding]:
    """Which service most ideas are about; `services` as they stand in the body, with the ids of their first ideas."""
    if len(services) < 2 or not services[0]["ideas"]:
        return []
    first = services[0]
    speaks_of = [{"id": id} for id in first["first"]]
    share = percent(first["ideas"], ideas)
    return [finding("service", speaks_of, name=first["name"], ideas=first["ideas"], share=share)]


def of_discussion(discussed: dict[str, Any]) -> list[Finding]:
    """How much was said, by how many, and how many problems came of it."""
    if not discussed["comments"]:
        return []
    found = [finding("discussed", comments=discussed["comments"], people=discussed["people"])]
    if discussed["problems"]:
        found.append(finding("problems", problems=discussed["problems"]))
    return found


def of_moderation(figures: dict[str, Any]) -> list[Finding]:
    """How much was checked and how quickly."""
    if not figures["decided"]:
        return []
    return [finding("moderation", decided=figures["decided"], median_minutes=figures["median_minutes"])]


def percent(part: int, whole: int) -> int:
    """The share in whole percent, halves up."""
    return (200 * part + whole) // (2 * whole) if whole else 0
