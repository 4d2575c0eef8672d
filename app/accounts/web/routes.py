"""Addresses of people's pages."""

from flask import Blueprint

from app.accounts.web import entrance, letters_sent, log, my_page, passwords, people, registration, territories

blueprint = Blueprint("accounts", __name__)
add = blueprint.add_url_rule

add("/account/register", "register", registration.show_registration)
add("/account/register", "send_registration", registration.register, methods=["POST"])
add("/account/letter-sent", "letter_sent", letters_sent.letter_sent)
add("/account/letter-sent", "mend_address", registration.mend_address, methods=["POST"])
add("/account/confirm", "show_resend", registration.show_resend)
add("/account/confirm", "resend", registration.resend, methods=["POST"])
add("/account/confirm/<word>", "show_confirmation", registration.show_confirmation)
add("/account/confirm/<word>", "confirm", registration.confirm, methods=["POST"])

add("/account/sign-in", "sign_in", entrance.sign_in)
add("/account/sign-in", "enter", entrance.enter, methods=["POST"])
add("/account/sign-out", "sign_out", entrance.sign_out, methods=["POST"])

add("/account/forgotten", "forgotten", passwords.forgotten)
add("/account/forgotten", "ask_reset", passwords.ask_reset, methods=["POST"])
add("/account/reset/<word>", "show_reset", passwords.show_reset)
add("/account/reset/<word>", "reset", passwords.reset, methods=["POST"])
add("/account/password", "show_password", passwords.show_password)
add("/account/password", "change_password", passwords.change_password, methods=["POST"])

add("/account/", "my_page", my_page.my_page)
add("/account/letters/try", "try_letters", my_page.try_letters, methods=["POST"])
add("/account/profile", "show_profile", my_page.show_profile)
add("/account/profile", "change_profile", my_page.change_profile, methods=["POST"])
add("/account/sign-out-everywhere", "sign_out_everywhere", my_page.sign_out_everywhere, methods=["POST"])
add("/account/consents/<name>", "consent_text", my_page.consent_text)

add("/admin/people/", "admin_people", people.admin_people)
add("/admin/people/<int:account_id>", "admin_person", people.admin_person)
add("/admin/people/<int:account_id>/roles", "give_role", people.give_role, methods=["POST"])
add("/admin/people/<int:account_id>/roles/<int:grant_id>/take", "take_role", people.take_role, methods=["POST"])
add("/admin/territories/", "list_territories", territories.list_territories)
add("/admin/territories/", "add_territory", territories.add_territory, methods=["POST"])
add("/admin/territories/<int:territory_id>", "show_territory", territories.show_territory)
add("/admin/territories/<int:territory_id>", "change_territory", territories.change_territory, methods=["POST"])
add("/admin/territories/<int:territory_id>/remove", "remove_territory", territories.remove_territory, methods=["POST"])
add("/admin/log", "admin_log", log.admin_log)
