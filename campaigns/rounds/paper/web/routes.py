"""Addresses of paper and of codes."""

from flask import Blueprint

from campaigns.rounds.paper.web import entry, piles, sheets, voting

blueprint = Blueprint("paper", __name__)
add = blueprint.add_url_rule
VOTE = "/campaigns/<slug>/vote"
PAPER = f"{VOTE}/paper"
PILE = f"{PAPER}/<int:pile_id>"
CODES = f"{VOTE}/codes"

add(PAPER, "list_piles", piles.list_piles)
add(f"{PAPER}/in", "say_all_in", piles.say_all_in, methods=["POST"])
add(f"{PAPER}/ballot", "print_ballot", entry.print_ballot)
add(f"{PAPER}/new", "new_pile", piles.new_pile)
add(f"{PAPER}/new", "begin_pile", piles.begin_pile, methods=["POST"])
add(PILE, "show_pile", piles.show_pile)
add(f"{PILE}/edit", "edit_pile", piles.edit_pile)
add(f"{PILE}/edit", "change_pile", piles.change_pile, methods=["POST"])
add(f"{PILE}/slips", "show_entry", entry.show_entry)
add(f"{PILE}/slips", "keep_entry", entry.keep_entry, methods=["POST"])
add(f"{PILE}/differences", "show_differences", entry.show_differences)
add(f"{PILE}/differences", "settle_differences", entry.settle_differences, methods=["POST"])
add(f"{PILE}/second", "take_second", piles.take_second, methods=["POST"])
add(f"{PILE}/give-back", "give_back", piles.give_back, methods=["POST"])
add(f"{PILE}/accept", "accept_pile", piles.accept_pile, methods=["POST"])
add(f"{PILE}/alone", "accept_alone", piles.accept_alone, methods=["POST"])
add(f"{PILE}/cancel", "cancel_pile", piles.cancel_pile, methods=["POST"])
add(f"{PILE}/scan/<name>", "show_scan", piles.show_scan)
add(CODES, "list_sheets", sheets.list_sheets)
add(CODES, "make_sheet", sheets.make_sheet, methods=["POST"])
add(f"{CODES}/<int:sheet_id>/cancel", "cancel_sheet", sheets.cancel_sheet, methods=["POST"])
add(f"{VOTE}/code", "ask_code", voting.ask_code)
add(f"{VOTE}/code", "open_ballot", voting.open_ballot, methods=["POST"])
