"""Addresses of threads and comments."""

from flask import Blueprint

from campaigns.comments.web import acts, pages, saying

blueprint = Blueprint("comments", __name__)
add = blueprint.add_url_rule

add("/threads/<int:thread_id>/comments", "say", saying.say, methods=["POST"])
add("/threads/<int:thread_id>/stand", "take_stand", saying.take_stand, methods=["POST"])
add("/threads/<int:thread_id>/stand/take-back", "take_stand_back", saying.take_stand_back, methods=["POST"])
add("/comments/<int:comment_id>", "show_comment", pages.show_comment)
add("/comments/<int:comment_id>/history", "show_history", pages.show_history)
add("/comments/<int:comment_id>/edit", "edit_comment", pages.edit_comment)
add("/comments/<int:comment_id>/edit", "revise_comment", pages.revise_comment, methods=["POST"])
add("/comments/<int:comment_id>/delete", "ask_to_delete", pages.ask_to_delete)
add("/comments/<int:comment_id>/delete", "delete_comment", pages.delete_comment, methods=["POST"])
add("/comments/<int:comment_id>/useful", "useful", acts.useful, methods=["POST"])
add("/comments/<int:comment_id>/not-useful", "not_useful", acts.not_useful, methods=["POST"])
add("/comments/<int:comment_id>/highlight", "highlight", acts.highlight, methods=["POST"])
add("/comments/<int:comment_id>/unhighlight", "unhighlight", acts.unhighlight, methods=["POST"])
