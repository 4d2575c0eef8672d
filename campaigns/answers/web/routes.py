"""Addresses of answers."""

from flask import Blueprint

from campaigns.answers.web import board, closing, desk, moves, office, owners, ready, sheets

blueprint = Blueprint("answers", __name__)
add = blueprint.add_url_rule

add("/answers/", "show_board", board.show_board)
add("/answers/feed.atom", "feed", board.feed)
add("/answers/calendar.ics", "show_calendar", board.show_calendar)
add("/answers/desk", "show_desk", office.show_desk)

add("/answers/sheets/new", "new_sheet", sheets.new_sheet)
add("/answers/sheets/owed.xlsx", "download_sheet", sheets.download_sheet)
add("/answers/sheets", "upload_sheet", sheets.upload_sheet, methods=["POST"])
add("/answers/sheets/<int:sheet_id>", "show_sheet", sheets.show_sheet)
add("/answers/sheets/<int:sheet_id>/confirm", "confirm_sheet", sheets.confirm_sheet, methods=["POST"])
add("/answers/sheets/<int:sheet_id>/drop", "drop_sheet", sheets.drop_sheet, methods=["POST"])
add("/answers/sheets/<int:sheet_id>/refused.xlsx", "download_refused", sheets.download_refused)
add("/answers/ready", "show_ready", ready.show_ready)
add("/answers/ready", "sign_ready", ready.sign_ready, methods=["POST"])

add("/answers/<int:owed_id>", "show_owed", desk.show_owed)
add("/answers/<int:owed_id>", "save_answer", desk.save_answer, methods=["POST"])
add("/answers/<int:owed_id>/sign", "sign_answer", desk.sign_answer, methods=["POST"])
add("/answers/<int:owed_id>/second", "sign_second", desk.sign_second, methods=["POST"])
add("/answers/<int:owed_id>/take-back", "take_back", desk.take_back, methods=["POST"])
add("/answers/<int:owed_id>/extend", "extend", moves.extend, methods=["POST"])
add("/answers/<int:owed_id>/transfer", "transfer", moves.transfer, methods=["POST"])
add("/answers/<int:owed_id>/beside", "set_beside", moves.set_beside, methods=["POST"])

add("/answers/<int:owed_id>/close", "show_closing", closing.show_closing)
add("/answers/<int:owed_id>/close", "propose_closing", closing.propose_closing, methods=["POST"])
add("/answers/<int:owed_id>/close/withdraw", "withdraw_closing", closing.withdraw_closing, methods=["POST"])
add("/answers/<int:owed_id>/close/confirm", "confirm_closing", closing.confirm_closing, methods=["POST"])
add("/campaigns/<slug>/archive", "show_archiving", closing.show_archiving)
add("/campaigns/<slug>/archive", "archive", closing.archive, methods=["POST"])

add("/campaigns/<slug>/answers", "campaign_answers", owners.campaign_answers)
add("/campaigns/<slug>/answers", "ask_departments", owners.ask_departments, methods=["POST"])
add("/campaigns/<slug>/answers/terms", "keep_terms", owners.keep_terms, methods=["POST"])
add("/campaigns/<slug>/answers/release", "show_release", owners.show_release)
add("/campaigns/<slug>/answers/release", "release_answers", owners.release_answers, methods=["POST"])
