"""Addresses of selections."""

from flask import Blueprint

from campaigns.selection.web import experts, owners, shown

blueprint = Blueprint("selection", __name__)
add = blueprint.add_url_rule
HERE = "/campaigns/<slug>/selection"

add(HERE, "show_selection", shown.show_selection)
add(f"{HERE}/make", "show_making", owners.show_making)
add(f"{HERE}/make", "make", owners.make, methods=["POST"])
add(f"{HERE}/picks/<int:idea_id>", "show_pick", experts.show_pick)
add(f"{HERE}/picks/<int:idea_id>", "pick_idea", experts.pick_idea, methods=["POST"])
add(f"{HERE}/picks/<int:idea_id>/take-back", "take_back", experts.take_back, methods=["POST"])
