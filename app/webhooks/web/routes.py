"""Addresses of those who keep webhooks."""

from flask import Blueprint

from app.webhooks.web import pages

blueprint = Blueprint("webhooks", __name__)
add = blueprint.add_url_rule
ONE = "/webhooks/<int:webhook_id>"

add("/admin/webhooks/", "list_platform", pages.list_platform)
add("/admin/webhooks/", "add_to_platform", pages.add_to_platform, methods=["POST"])
add("/campaigns/<slug>/plan/webhooks", "list_campaign", pages.list_campaign)
add("/campaigns/<slug>/plan/webhooks", "add_to_campaign", pages.add_to_campaign, methods=["POST"])
add(ONE, "show_webhook", pages.show_webhook)
add(f"{ONE}/pause", "pause", pages.pause, methods=["POST"])
add(f"{ONE}/go-on", "go_on", pages.go_on, methods=["POST"])
add(f"{ONE}/try", "try_out", pages.try_out, methods=["POST"])
add(f"{ONE}/secret", "renew_secret", pages.renew_secret, methods=["POST"])
add(f"{ONE}/remove", "remove", pages.remove, methods=["POST"])
add("/webhooks/deliveries/<int:delivery_id>/send", "send_again", pages.send_again, methods=["POST"])
