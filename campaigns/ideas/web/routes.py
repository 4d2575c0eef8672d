"""Addresses of ideas."""

from flask import Blueprint

from campaigns.ideas.web import autosave, drafts, history, lists, pages, writing

blueprint = Blueprint("ideas", __name__)
add = blueprint.add_url_rule

add("/campaigns/<slug>/ideas/", "list_ideas", lists.list_ideas)
add("/campaigns/<slug>/ideas/", "submit_idea", writing.submit_idea, methods=["POST"])
add("/campaigns/<slug>/ideas/new", "new_idea", writing.new_idea)
add("/campaigns/<slug>/ideas/autosave", "autosave_new", autosave.autosave_new, methods=["POST"])
add("/ideas/drafts/<secret>", "show_draft", drafts.show_draft)
add("/ideas/drafts/<secret>/kept", "show_kept", drafts.show_kept)
add("/ideas/drafts/<secret>/claim", "claim_draft", drafts.claim_draft, methods=["POST"])
add("/ideas/<int:idea_id>", "show_idea", pages.show_idea)
add("/ideas/<int:idea_id>/edit", "edit_idea", writing.edit_idea)
add("/ideas/<int:idea_id>/edit", "revise_idea", writing.revise_idea, methods=["POST"])
add("/ideas/<int:idea_id>/autosave", "autosave_draft", autosave.autosave_draft, methods=["POST"])
add("/ideas/<int:idea_id>/history", "show_history", history.show_history)
add("/ideas/<int:idea_id>/discard", "discard_draft", drafts.discard_draft, methods=["POST"])
add("/ideas/<int:idea_id>/withdraw", "ask_why", pages.ask_why)
add("/ideas/<int:idea_id>/withdraw", "withdraw_idea", pages.withdraw_idea, methods=["POST"])
add("/ideas/<int:idea_id>/support", "support", pages.support, methods=["POST"])
add("/ideas/<int:idea_id>/unsupport", "unsupport", pages.unsupport, methods=["POST"])
