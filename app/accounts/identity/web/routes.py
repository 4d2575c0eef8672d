"""Addresses of identities."""

from flask import Blueprint

from app.accounts.identity.web import assisting, codes, joining, newcomers, openid, pages

blueprint = Blueprint("identity", __name__)
add = blueprint.add_url_rule

add("/account/identity", "show_identity", pages.show_identity)
add("/account/openid/<name>", "leave", openid.leave)
add("/account/openid/<name>/back", "arrive", openid.arrive)
add("/account/newcomer", "show_newcomer", newcomers.show_newcomer)
add("/account/newcomer", "open_account", newcomers.open_account, methods=["POST"])
add("/account/join", "show_join", joining.show_join)
add("/account/join", "show_other", joining.show_other, methods=["POST"])
add("/account/join/now", "join", joining.join, methods=["POST"])

add("/account/code", "show_code", codes.show_code)
add("/account/code", "enter_by_code", codes.enter_by_code, methods=["POST"])
add("/account/code/password", "show_password", codes.show_password)
add("/account/code/password", "choose_password", codes.choose_password, methods=["POST"])
add("/account/help", "show_help", assisting.show_help)
add("/account/help", "let_help", assisting.let_help, methods=["POST"])

add("/assist/", "show_desk", assisting.show_desk)
add("/assist/new", "new_account", assisting.new_account)
add("/assist/new", "assist_open", assisting.open_account, methods=["POST"])
add("/assist/<int:account_id>", "show_assisted", assisting.show_assisted)
add("/assist/<int:account_id>/code", "print_code", assisting.print_code, methods=["POST"])
add("/assist/<int:account_id>/sheet", "show_sheet", assisting.show_sheet)
add("/assist/<int:account_id>/help", "begin_help", assisting.begin_help, methods=["POST"])
add("/assist/finish", "finish_help", assisting.finish_help, methods=["POST"])
