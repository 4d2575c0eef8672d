"""Addresses of discussions."""

from flask import Blueprint

from campaigns.discussion.web import conclusions, lists, pages, problems, writing

blueprint = Blueprint("discussion", __name__)
add = blueprint.add_url_rule

add("/campaigns/<slug>/topics/", "list_topics", lists.list_topics)
add("/campaigns/<slug>/topics/", "add_topic", writing.add_topic, methods=["POST"])
add("/campaigns/<slug>/topics/new", "new_topic", writing.new_topic)
add("/campaigns/<slug>/topics/<int:topic_id>", "show_topic", pages.show_topic)
add("/campaigns/<slug>/topics/<int:topic_id>/edit", "edit_topic", writing.edit_topic)
add("/campaigns/<slug>/topics/<int:topic_id>/edit", "save_topic", writing.save_topic, methods=["POST"])
add("/campaigns/<slug>/topics/<int:topic_id>/answers", "answer", pages.answer, methods=["POST"])
add(
    "/campaigns/<slug>/topics/<int:topic_id>/answers/take-back",
    "take_answers_back",
    pages.take_answers_back,
    methods=["POST"],
)
add("/campaigns/<slug>/topics/<int:topic_id>/close", "close_topic", pages.close_topic, methods=["POST"])
add("/campaigns/<slug>/topics/<int:topic_id>/reopen", "reopen_topic", pages.reopen_topic, methods=["POST"])
add("/campaigns/<slug>/topics/<int:topic_id>/place", "place_topic", pages.place_topic, methods=["POST"])
add("/campaigns/<slug>/topics/<int:topic_id>/conclusion", "edit_conclusion", conclusions.edit_conclusion)
add(
    "/campaigns/<slug>/topics/<int:topic_id>/conclusion",
    "save_conclusion",
    conclusions.save_conclusion,
    methods=["POST"],
)
add("/campaigns/<slug>/problems", "show_problems", problems.show_problems)
