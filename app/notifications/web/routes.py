"""Addresses of notices."""

from flask import Blueprint

from app.notifications.web import choices, follows, notices, stopping

blueprint = Blueprint("notifications", __name__)
add = blueprint.add_url_rule

add("/account/notices", "list_notices", notices.list_notices)
add("/account/notices/read", "mark_read", notices.mark_read, methods=["POST"])
add("/account/notices/letters", "show_letters", choices.show_letters)
add("/account/notices/letters", "choose_letters", choices.choose_letters, methods=["POST"])
add("/account/notices/letters/none", "choose_none", choices.choose_none, methods=["POST"])

add("/account/follows", "list_follows", follows.list_follows)
add("/account/follows/<int:follow_id>/stop", "stop_follow", follows.stop_follow, methods=["POST"])

add("/letters/stop/<word>", "show_stop", stopping.show_stop)
add("/letters/stop/<word>", "stop_letters", stopping.stop_letters, methods=["POST"])
add("/letters/resume/<word>", "resume_letters", stopping.resume_letters, methods=["POST"])
