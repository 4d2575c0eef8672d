"""Addresses of search."""

from flask import Blueprint

from search.web import feed, page, saved

blueprint = Blueprint("search", __name__)
add = blueprint.add_url_rule

add("/search", "page", page.page)
add("/search.atom", "feed", feed.feed)
add("/account/searches", "list_searches", saved.list_searches)
add("/account/searches", "keep_search", saved.keep_search, methods=["POST"])
add("/account/searches/<int:search_id>/give-up", "give_up_search", saved.give_up_search, methods=["POST"])
