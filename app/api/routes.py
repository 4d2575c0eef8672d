"""Addresses of the API: a table."""

from typing import Any

from app.api.calls import recognise
from app.api.operations import DOOR, View
from app.api.views import answers, campaigns, comments, ideas, rounds, search, staff, topics

CAMPAIGN = "/campaigns/<slug>"
SLUG = {
    "in": "path",
    "name": "slug",
    "required": True,
    "description": "The word of the campaign in addresses.",
    "schema": {"type": "string", "minLength": 1},
    "example": "tsifrovye-servisy",
}


def _id(name: str, what: str, example: int) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 0, "maximum": 10**18 - 1}
    return {"in": "path", "name": name, "required": True, "description": what, "schema": schema, "example": example}


IDEA = _id("idea_id", "The id of the idea.", 12)
THREAD = _id("thread_id", "The id of the topic or the idea.", 12)
COMMENT = _id("comment_id", "The id of the comment.", 77)
TOPIC = _id("topic_id", "The id of the topic.", 41)
ROUND = _id("number", "The number of the round.", 1)


DOOR.before_request(recognise)


def _add(tag: str, path: str, view: View, *parameters: dict[str, Any], method: str = "GET") -> None:
    DOOR.add_url_rule(path, view.__name__, view, parameters=list(parameters), tags=[tag], methods=[method])


_add("Campaigns", "/campaigns", campaigns.list_campaigns)
_add("Campaigns", CAMPAIGN, campaigns.show_campaign, SLUG)
_add("Campaigns", f"{CAMPAIGN}/choices", campaigns.show_choices, SLUG)
_add("Topics", f"{CAMPAIGN}/topics", topics.list_topics, SLUG)
_add("Topics", f"{CAMPAIGN}/topics/<int:topic_id>", topics.show_topic, SLUG, TOPIC)
_add("Ideas", f"{CAMPAIGN}/ideas", ideas.list_ideas, SLUG)
_add("Ideas", f"{CAMPAIGN}/ideas", ideas.submit_idea, SLUG, method="POST")
_add("Ideas", "/ideas/<int:idea_id>", ideas.show_idea, IDEA)
_add("Ideas", "/ideas/<int:idea_id>/support", ideas.support_idea, IDEA, method="PUT")
_add("Ideas", "/ideas/<int:idea_id>/support", ideas.withdraw_support, IDEA, method="DELETE")
_add("Answers", "/ideas/<int:idea_id>/answer", answers.show_answer, IDEA)
_add("Answers", "/answers", answers.list_answers)
_add("Comments", "/threads/<int:thread_id>/comments", comments.list_comments, THREAD)
_add("Comments", "/threads/<int:thread_id>/comments", comments.say, THREAD, method="POST")
_add("Comments", "/comments/<int:comment_id>/answers", comments.list_answers_of_comment, COMMENT)
_add("Votes", f"{CAMPAIGN}/rounds", rounds.list_rounds, SLUG)
_add("Votes", f"{CAMPAIGN}/rounds/<int:number>/ballot", rounds.show_ballot, SLUG, ROUND)
_add("Votes", f"{CAMPAIGN}/rounds/<int:number>/votes", rounds.vote, SLUG, ROUND, method="POST")
_add("Votes", f"{CAMPAIGN}/rounds/<int:number>/result", rounds.show_result, SLUG, ROUND)
_add("Search", "/search", search.search)
_add("Staff", f"{CAMPAIGN}/moderation", staff.show_moderation, SLUG)
_add("Staff", f"{CAMPAIGN}/participation", staff.show_participation, SLUG)
_add("Staff", "/moderation/cases", staff.list_cases)
_add("Token", "/me", staff.show_me)

# The door with all of its addresses.
laid = DOOR
