"""Addresses of votes."""

from flask import Blueprint

from campaigns.rounds.ballots.web import confirmations, voting

blueprint = Blueprint("ballots", __name__)
add = blueprint.add_url_rule
VOTE = "/campaigns/<slug>/vote"

add(VOTE, "show_ballot", voting.show_ballot)
add(VOTE, "cast_ballot", voting.cast_ballot, methods=["POST"])
add(f"{VOTE}/check", "check_choice", voting.check_choice, methods=["POST"])
add(f"{VOTE}/confirmation", "show_confirmation", confirmations.show_confirmation)

blueprint.register_error_handler(voting.NotTaken, voting.show_again)
