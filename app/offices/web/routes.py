"""Addresses of departments."""

from flask import Blueprint

from app.offices.web import affiliations, competences, days, pages

blueprint = Blueprint("offices", __name__)
add = blueprint.add_url_rule

add("/where-to-turn", "where_to_turn", competences.where_to_turn)
add("/account/departments", "show_affiliations", affiliations.show_affiliations)
add("/account/departments", "say_affiliation", affiliations.say_affiliation, methods=["POST"])
add("/account/departments/<int:affiliation_id>/end", "end_affiliation", affiliations.end_affiliation, methods=["POST"])
add("/admin/offices/", "list_offices", pages.list_offices)
add("/admin/offices/", "add_office", pages.add_office, methods=["POST"])
add("/admin/offices/<int:office_id>", "show_office", pages.show_office)
add("/admin/offices/<int:office_id>", "change_office", pages.change_office, methods=["POST"])
add("/admin/offices/<int:office_id>/remove", "remove_office", pages.remove_office, methods=["POST"])
add("/admin/offices/calendar", "show_calendar", days.show_calendar)
add("/admin/offices/calendar", "keep_day", days.keep_day, methods=["POST"])
add("/admin/offices/calendar/file", "bring_calendar", days.bring_calendar, methods=["POST"])
add("/admin/offices/calendar/<day>/remove", "remove_day", days.remove_day, methods=["POST"])
add("/admin/competences/", "list_competences", competences.list_competences)
add("/admin/competences/", "add_competence", competences.add_competence, methods=["POST"])
add("/admin/competences/<int:competence_id>", "show_competence", competences.show_competence)
add("/admin/competences/<int:competence_id>", "change_competence", competences.change_competence, methods=["POST"])
add("/admin/competences/<int:competence_id>/end", "end_competence", competences.end_competence, methods=["POST"])
