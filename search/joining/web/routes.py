"""Addresses of joinings."""

from flask import Blueprint

from search.joining.web import pages, proposing

blueprint = Blueprint("joining", __name__)
add = blueprint.add_url_rule

add("/ideas/<int:idea_id>/join", "choose", proposing.choose)
add("/ideas/<int:idea_id>/join", "propose", proposing.propose, methods=["POST"])
add("/joinings/<int:joining_id>", "show_joining", pages.show_joining)
add("/joinings/<int:joining_id>/answer", "answer", pages.answer, methods=["POST"])
add("/joinings/<int:joining_id>/take-back", "take_back", pages.take_back, methods=["POST"])
add("/joinings/<int:joining_id>/part", "part", pages.part, methods=["POST"])
