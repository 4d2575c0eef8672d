"""Addresses of notices."""

from flask import Blueprint

from app.notifications.web import choices, follows, notices

blueprint = Blueprint("notifications", __name__)
add = blueprint.add_url_rule

add("/account/notices", "list_notices", notices.list_notices)
add("/account/notices/read", "mark_read", notices.mark_read, methods=["POST"])
add("/account/notices/letters", "show_letters", choices.show_letters)
add("/account/notices/letters", "choose_letters", choices.choose_letters, methods=["POST"])
add("/account/notices/letters/none", "choose_none", choices.choose_none, methods=["POST"])

add("/account/follows", "list_follows", follows.list_follows)
add("/account/follows/<int:follow_id>/stop", "stop_follow", follows.stop_follow, methods=["POST"])
