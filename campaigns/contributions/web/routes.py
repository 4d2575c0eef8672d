"""Addresses that hold for any text people bring."""

from flask import Blueprint

from campaigns.contributions.web import follows

blueprint = Blueprint("contributions", __name__)
add = blueprint.add_url_rule

add("/campaigns/<slug>/follow", "follow_campaign", follows.follow_campaign, methods=["POST"])
add("/campaigns/<slug>/unfollow", "unfollow_campaign", follows.unfollow_campaign, methods=["POST"])
add("/contributions/<int:contribution_id>/follow", "follow", follows.follow, methods=["POST"])
add("/contributions/<int:contribution_id>/unfollow", "unfollow", follows.unfollow, methods=["POST"])
add("/follows/<thing>/<int:thing_id>", "follow_thing", follows.follow_thing, methods=["POST"])
add("/follows/<thing>/<int:thing_id>/stop", "unfollow_thing", follows.unfollow_thing, methods=["POST"])
