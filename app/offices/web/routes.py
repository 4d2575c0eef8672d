"""Addresses of departments."""

from flask import Blueprint

from app.offices.web import days, pages

blueprint = Blueprint("offices", __name__, url_prefix="/admin/offices")
add = blueprint.add_url_rule

add("/", "list_offices", pages.list_offices)
add("/", "add_office", pages.add_office, methods=["POST"])
add("/calendar", "show_calendar", days.show_calendar)
add("/calendar", "keep_day", days.keep_day, methods=["POST"])
add("/calendar/file", "bring_calendar", days.bring_calendar, methods=["POST"])
add("/calendar/<day>/remove", "remove_day", days.remove_day, methods=["POST"])
add("/<int:office_id>", "show_office", pages.show_office)
add("/<int:office_id>", "change_office", pages.change_office, methods=["POST"])
