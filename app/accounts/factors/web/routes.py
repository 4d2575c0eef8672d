"""Addresses of the pages of the second step, of sign-ins, of recovery and of another address."""

from flask import Blueprint

from app.accounts.factors.web import addresses, again, places, recovery, second, setting_up

blueprint = Blueprint("factors", __name__)
add = blueprint.add_url_rule

add("/account/sign-in/second", "show_second", second.show_second)
add("/account/sign-in/second", "pass_second", second.pass_second, methods=["POST"])
add("/account/sign-in/give-up", "give_up", second.give_up, methods=["POST"])
add("/account/sign-in/passkey", "enter_by_passkey", second.enter_by_passkey, methods=["POST"])
add("/account/again", "show_again", again.show_again)
add("/account/again", "ask_again", again.ask_again, methods=["POST"])

add("/account/factors", "show_factors", setting_up.show_factors)
add("/account/factors/code", "show_code", setting_up.show_code)
add("/account/factors/code", "add_code", setting_up.add_code, methods=["POST"])
add("/account/factors/code/remove", "remove_code", setting_up.remove_code, methods=["POST"])
add("/account/factors/passkey", "show_passkey", setting_up.show_passkey)
add("/account/factors/passkey", "add_passkey", setting_up.add_passkey, methods=["POST"])
add("/account/factors/passkeys/<int:passkey_id>/remove", "remove_passkey", setting_up.remove_passkey, methods=["POST"])
add("/account/factors/paper", "make_backup_codes", setting_up.make_backup_codes, methods=["POST"])

add("/account/sign-ins", "list_sign_ins", places.list_sign_ins)
add("/account/sign-ins/<int:sign_in_id>/end", "end_sign_in", places.end_sign_in, methods=["POST"])
add("/account/sign-ins/end-others", "end_others", places.end_others, methods=["POST"])

add("/account/email", "show_email", addresses.show_email)
add("/account/email", "ask_email", addresses.ask_email, methods=["POST"])
add("/account/email/drop", "drop_email", addresses.drop_email, methods=["POST"])
add("/account/email/agree/<word>", "show_agreement", addresses.show_agreement)
add("/account/email/agree/<word>", "agree", addresses.agree, methods=["POST"])

add("/admin/people/<int:account_id>/recovery", "show_recovery", recovery.show_recovery)
add("/admin/people/<int:account_id>/recovery", "propose_recovery", recovery.propose_recovery, methods=["POST"])
add("/admin/people/<int:account_id>/recovery/confirm", "confirm_recovery", recovery.confirm_recovery, methods=["POST"])
add("/admin/people/<int:account_id>/recovery/stop", "stop_recovery", recovery.stop_recovery, methods=["POST"])
add("/account/recovery/<word>", "show_stopping", recovery.show_stopping)
add("/account/recovery/<word>", "stop_own", recovery.stop_own, methods=["POST"])
