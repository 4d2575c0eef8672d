"""Addresses of campaigns."""

from flask import Blueprint

from campaigns.plan.web import (
    calendars,
    copies,
    feeds,
    inviting,
    languages,
    levels,
    log,
    members,
    owners,
    pages,
    plans,
    reviewers,
    rules,
)

blueprint = Blueprint("plan", __name__)
add = blueprint.add_url_rule

add("/campaigns/", "list_campaigns", pages.list_campaigns)
add("/campaigns/feed.atom", "feed", feeds.feed)
add("/campaigns/new", "new_campaign", owners.new_campaign)
add("/campaigns/new", "create_campaign", owners.create_campaign, methods=["POST"])
add("/campaigns/copy", "ask_copy", copies.ask_copy)
add("/campaigns/copy", "copy_campaign", copies.copy_campaign, methods=["POST"])
add("/campaigns/<slug>/", "show_campaign", pages.show_campaign)
add("/campaigns/<slug>/rules", "show_rules", rules.show_rules)
add("/campaigns/<slug>/calendar.ics", "show_calendar", calendars.show_calendar)
add("/campaigns/<slug>/log", "show_log", log.show_log)
add("/campaigns/<slug>/plan", "show_plan", plans.show_plan)
add("/campaigns/<slug>/plan/outline", "edit_outline", owners.edit_outline)
add("/campaigns/<slug>/plan/outline", "save_outline", owners.save_outline, methods=["POST"])
add("/campaigns/<slug>/plan/texts", "edit_texts", languages.edit_texts)
add("/campaigns/<slug>/plan/texts", "save_texts", languages.save_texts, methods=["POST"])
add("/campaigns/<slug>/plan/rules", "edit_rules", languages.edit_rules)
add("/campaigns/<slug>/plan/rules", "save_rules", languages.save_rules, methods=["POST"])
add("/campaigns/<slug>/plan/tracks", "edit_tracks", owners.edit_tracks)
add("/campaigns/<slug>/plan/tracks", "save_tracks", owners.save_tracks, methods=["POST"])
add("/campaigns/<slug>/plan/dates", "edit_dates", owners.edit_dates)
add("/campaigns/<slug>/plan/dates", "save_dates", owners.save_dates, methods=["POST"])
add("/campaigns/<slug>/plan/reviewer", "edit_reviewer", reviewers.edit_reviewer)
add("/campaigns/<slug>/plan/reviewer", "save_reviewer", reviewers.save_reviewer, methods=["POST"])
add("/campaigns/<slug>/plan/levels", "edit_levels", levels.edit_levels)
add("/campaigns/<slug>/plan/levels", "save_levels", levels.save_levels, methods=["POST"])
add("/campaigns/<slug>/plan/launch", "launch", owners.launch, methods=["POST"])
add("/campaigns/<slug>/members", "show_members", members.show_members)
add("/campaigns/<slug>/members/list", "invite_list", inviting.invite_list, methods=["POST"])
add("/campaigns/<slug>/members/link", "make_link", members.make_link, methods=["POST"])
add("/campaigns/<slug>/members/link/cut", "cut_link", members.cut_link, methods=["POST"])
add("/campaigns/<slug>/members/domains", "save_domains", members.save_domains, methods=["POST"])
add("/campaigns/<slug>/members/<int:account_id>/remove", "remove_member", members.remove_member, methods=["POST"])
add(
    "/campaigns/<slug>/members/invitations/<int:invitation_id>/take-back",
    "take_back_invitation",
    members.take_back_invitation,
    methods=["POST"],
)
add("/campaigns/<slug>/join/<secret>", "join", members.join)
add("/campaigns/<slug>/join/<secret>", "accept_invitation", members.accept_invitation, methods=["POST"])
