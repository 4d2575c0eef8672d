"""Addresses of news."""

from flask import Blueprint

from campaigns.news.web import feeds, pages, writing

blueprint = Blueprint("news", __name__)
add = blueprint.add_url_rule

add("/campaigns/<slug>/news/", "list_news", pages.list_news)
add("/campaigns/<slug>/news/feed.atom", "feed", feeds.feed)
add("/news/<int:news_id>", "show_news", pages.show_news)

add("/campaigns/<slug>/news/new", "new_news", writing.new_news)
add("/campaigns/<slug>/news/", "post_news", writing.post_news, methods=["POST"])
add("/news/<int:news_id>/edit", "edit_news", writing.edit_news)
add("/news/<int:news_id>/edit", "change_news", writing.change_news, methods=["POST"])
add("/news/<int:news_id>/withdraw", "withdraw_news", writing.withdraw_news, methods=["POST"])
