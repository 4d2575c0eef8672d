"""Addresses of votes set apart."""

from flask import Blueprint

from campaigns.rounds.apart.web import own, staff

blueprint = Blueprint("apart", __name__)
add = blueprint.add_url_rule
OF_VOTE = "/campaigns/<slug>/vote/apart"

add(OF_VOTE, "show_own", own.show_own)
add(OF_VOTE, "ask", own.ask, methods=["POST"])
add(f"{OF_VOTE}/looks", "list_looks", staff.list_looks)
add(f"{OF_VOTE}/looks/<int:look_id>", "show_look", staff.show_look)
add(f"{OF_VOTE}/looks/<int:look_id>", "decide_look", staff.decide_look, methods=["POST"])
