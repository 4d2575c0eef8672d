"""Addresses of administration."""

from flask import Blueprint

from app.administration.web import look, mail, overview, people, places, settings, texts

blueprint = Blueprint("administration", __name__)
add = blueprint.add_url_rule

add("/admin/", "overview", overview.overview)
add("/admin/health", "health", overview.health)
add("/admin/people/invitations", "list_invitations", people.list_invitations)
add("/admin/people/invitations", "invite", people.invite, methods=["POST"])
add("/admin/people/invitations/<int:invitation_id>/end", "take_back", people.take_back, methods=["POST"])
add("/admin/territories/file", "show_places", places.show_places)
add("/admin/territories/file", "look_at_places", places.look_at_places, methods=["POST"])
add("/admin/territories/bring", "bring_places", places.bring_places, methods=["POST"])
add("/admin/territories.csv", "give_places", places.give_places)
add("/admin/texts/", "list_texts", texts.list_texts)
add("/admin/texts/<name>/<language>", "show_text", texts.show_text)
add("/admin/texts/<name>/<language>", "write_text", texts.write_text, methods=["POST"])
add("/admin/site", "show_site", settings.show_site)
add("/admin/site", "call_site", settings.call_site, methods=["POST"])
add("/admin/site/residents", "call_residents", settings.call_residents, methods=["POST"])
add("/admin/look", "show_look", look.show_look)
add("/admin/look", "paint", look.paint, methods=["POST"])
add("/admin/look/logo", "put_logo", look.put_logo, methods=["POST"])
add("/admin/look/logo/remove", "remove_logo", look.remove_logo, methods=["POST"])
add("/admin/mail", "show_mail", mail.show_mail)
add("/admin/mail", "try_mail", mail.try_mail, methods=["POST"])
