"""Addresses of the pages of one's own data."""

from flask import Blueprint

from app.accounts.personal.web import ages, agreeing, files, leaving, overview

blueprint = Blueprint("personal", __name__)
add = blueprint.add_url_rule

add("/account/data", "show_data", overview.show_data)
add("/account/data/file", "ask_file", files.ask_file, methods=["POST"])
add("/account/data/file", "fetch_file", files.fetch_file)
add("/account/data/leave", "show_leaving", leaving.show_leaving)
add("/account/data/leave", "ask_leaving", leaving.ask_leaving, methods=["POST"])
add("/account/data/stay", "stay", leaving.stay, methods=["POST"])
add("/account/data/age", "show_age", ages.show_age)
add("/account/data/age", "declare_age", ages.declare_age, methods=["POST"])
add("/account/data/full-name", "show_full_name", agreeing.show_full_name)
add("/account/data/full-name", "give_full_name", agreeing.give_full_name, methods=["POST"])
add("/account/data/full-name/withdraw", "withdraw_full_name", agreeing.withdraw_full_name, methods=["POST"])
add("/account/consent", "show_consent", agreeing.show_consent)
add("/account/consent", "agree", agreeing.agree, methods=["POST"])
