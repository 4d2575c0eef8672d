"""The parts of a snapshot about services and about what was discussed. Sorted by what they hold, like all of it."""

from typing import Any

from app.digests.queries import discussed as rows

MOST_SERVICES, MOST_TOPICS = 30, 20
PROBLEM = "problem-"


def services(result_id: int, campaign_id: int) -> tuple[list[dict[str, Any]], int]:
    """The services with what was brought about each, and how many were left out."""
    found = rows.services(result_id, campaign_id)
    told = [
        {
            "id": one.id,
            "name": one.name,
            "department": one.department,
            "ideas": one.ideas,
            "support": one.support,
            "problems": one.problems,
            "answers": one.answers,
            "rating_tenths": tenths(one.score, one.answers),
            "first": rows.first_of_service(result_id, one.id, 3) if place == 0 else [],
        }
        for place, one in enumerate(found[:MOST_SERVICES])
    ]
    return told, max(len(found) - MOST_SERVICES, 0)


def tenths(score: int, answers: int) -> int | None:
    """The mean in tenths, halves up; None where nobody answered. A whole number is spelled alike on every machine."""
    return (20 * score + answers) // (2 * answers) if answers else None


def discussed(campaign_id: int) -> tuple[dict[str, Any], int, dict[str, str]]:
    """What was discussed, how many topics were left out, and the words by the id they are cited by."""
    found = rows.topics(campaign_id)
    told = [
        {
            "id": one.id,
            "comments": one.comments,
            "people": one.people,
            "answers": one.answers,
            "conclusion": one.conclusion_id,
            "problems": [{"id": id, "number": number} for number, id, _text in one.problems],
        }
        for one in found[:MOST_TOPICS]
    ]
    spoken = {str(one.id): one.title for one in found[:MOST_TOPICS]}
    spoken |= {f"{PROBLEM}{id}": text for one in found[:MOST_TOPICS] for _number, id, text in one.problems}
    whole = {
        "comments": sum(one.comments for one in found),
        "people": rows.speakers(campaign_id),
        "problems": sum(len(one.problems) for one in found),
        "topics": told,
    }
    return whole, max(len(found) - MOST_TOPICS, 0), spoken
