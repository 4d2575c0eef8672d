"""Addresses of notices."""

from flask import Blueprint

from app.notifications.web import notices

blueprint = Blueprint("notifications", __name__)
add = blueprint.add_url_rule

add("/account/notices", "list_notices", notices.list_notices)
add("/account/notices/read", "mark_read", notices.mark_read, methods=["POST"])
add("/account/notices/letters", "choose_letters", notices.choose_letters, methods=["POST"])
