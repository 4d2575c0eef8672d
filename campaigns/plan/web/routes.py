"""Addresses of campaigns."""

from flask import Blueprint

from campaigns.plan.web import log, owners, pages

blueprint = Blueprint("plan", __name__)
add = blueprint.add_url_rule

add("/campaigns/", "list_campaigns", pages.list_campaigns)
add("/campaigns/new", "new_campaign", owners.new_campaign)
add("/campaigns/new", "create_campaign", owners.create_campaign, methods=["POST"])
add("/campaigns/<slug>/", "show_campaign", pages.show_campaign)
add("/campaigns/<slug>/rules", "show_rules", pages.show_rules)
add("/campaigns/<slug>/log", "show_log", log.show_log)
add("/campaigns/<slug>/plan", "show_plan", owners.show_plan)
add("/campaigns/<slug>/plan/outline", "edit_outline", owners.edit_outline)
add("/campaigns/<slug>/plan/outline", "save_outline", owners.save_outline, methods=["POST"])
add("/campaigns/<slug>/plan/tracks", "edit_tracks", owners.edit_tracks)
add("/campaigns/<slug>/plan/tracks", "save_tracks", owners.save_tracks, methods=["POST"])
add("/campaigns/<slug>/plan/dates", "edit_dates", owners.edit_dates)
add("/campaigns/<slug>/plan/dates", "save_dates", owners.save_dates, methods=["POST"])
add("/campaigns/<slug>/plan/launch", "launch", owners.launch, methods=["POST"])
