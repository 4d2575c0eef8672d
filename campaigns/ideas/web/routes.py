"""Addresses of ideas."""

from flask import Blueprint

from campaigns.ideas.web import (
    autosave,
    co_authors,
    drafts,
    entries,
    feeds,
    files,
    history,
    lists,
    pages,
    twins,
    writing,
)

blueprint = Blueprint("ideas", __name__)
add = blueprint.add_url_rule

add("/campaigns/<slug>/ideas/", "list_ideas", lists.list_ideas)
add("/campaigns/<slug>/ideas/", "submit_idea", writing.submit_idea, methods=["POST"])
add("/campaigns/<slug>/ideas/feed.atom", "feed", feeds.feed)
add("/campaigns/<slug>/ideas/new", "new_idea", writing.new_idea)
add("/campaigns/<slug>/ideas/autosave", "autosave_new", autosave.autosave_new, methods=["POST"])
add("/campaigns/<slug>/ideas/twins", "tell_twins", twins.tell_twins, methods=["POST"])
add("/ideas/drafts/<secret>", "show_draft", drafts.show_draft)
add("/ideas/drafts/<secret>/kept", "show_kept", drafts.show_kept)
add("/ideas/drafts/<secret>/claim", "claim_draft", drafts.claim_draft, methods=["POST"])
add("/ideas/<int:idea_id>", "show_idea", pages.show_idea)
add("/ideas/<int:idea_id>/joined", "show_joined", pages.show_joined)
add("/ideas/<int:idea_id>/edit", "edit_idea", writing.edit_idea)
add("/ideas/<int:idea_id>/edit", "revise_idea", writing.revise_idea, methods=["POST"])
add("/ideas/<int:idea_id>/autosave", "autosave_draft", autosave.autosave_draft, methods=["POST"])
add("/ideas/<int:idea_id>/history", "show_history", history.show_history)
add("/campaigns/<slug>/ideas/enter", "enter_idea", entries.enter_idea)
add("/campaigns/<slug>/ideas/enter", "keep_entry", entries.keep_entry, methods=["POST"])
add("/campaigns/<slug>/ideas/paper", "print_form", entries.print_form)
add("/ideas/<int:idea_id>/files", "show_files", files.show_files)
add("/ideas/<int:idea_id>/files", "add_file", files.add_file, methods=["POST"])
add("/ideas/<int:idea_id>/files/<int:file_id>/remove", "remove_file", files.remove_file, methods=["POST"])
add("/ideas/<int:idea_id>/files/<int:file_id>/<name>", "show_file", files.show_file)
add("/ideas/<int:idea_id>/files/<int:file_id>/small/<name>", "show_small", files.show_small)
add("/ideas/<int:idea_id>/co-authors", "show_co_authors", co_authors.show_co_authors)
add("/ideas/<int:idea_id>/co-authors", "invite_co_author", co_authors.invite_co_author, methods=["POST"])
add(
    "/ideas/<int:idea_id>/co-authors/<int:co_author_id>/end",
    "end_co_author",
    co_authors.end_co_author,
    methods=["POST"],
)
add("/ideas/invitations/<secret>", "show_invitation", co_authors.show_invitation)
add("/ideas/invitations/<secret>", "accept_invitation", co_authors.accept_invitation, methods=["POST"])
add("/ideas/<int:idea_id>/discard", "discard_draft", drafts.discard_draft, methods=["POST"])
add("/ideas/<int:idea_id>/withdraw", "ask_why", pages.ask_why)
add("/ideas/<int:idea_id>/withdraw", "withdraw_idea", pages.withdraw_idea, methods=["POST"])
add("/ideas/<int:idea_id>/support", "support", pages.support, methods=["POST"])
add("/ideas/<int:idea_id>/unsupport", "unsupport", pages.unsupport, methods=["POST"])
