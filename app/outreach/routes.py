"""Addresses of calling people."""

from flask import Blueprint

from app.outreach import invitations, stopping, web

blueprint = Blueprint("outreach", __name__)
add = blueprint.add_url_rule

add("/campaigns/<slug>/outreach", "show_outreach", web.show_outreach)
add("/campaigns/<slug>/outreach/poster-<paper>.pdf", "download_poster", web.download_poster)
add("/campaigns/<slug>/outreach/invitations", "show_invitations", invitations.show_invitations)
add("/campaigns/<slug>/outreach/invitations", "send_invitations", invitations.send_invitations, methods=["POST"])
add("/letters/no-invitations/<word>", "show_stop", stopping.show_stop)
add("/letters/no-invitations/<word>", "stop_invitations", stopping.stop_invitations, methods=["POST"])
