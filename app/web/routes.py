"""Addresses of the frame."""

from flask import Blueprint

from app.web import home, letters, pages

blueprint = Blueprint("web", __name__)
add = blueprint.add_url_rule

add("/", "home", home.home)
add("/pages/<name>", "page", pages.page)
add("/display", "display_page", pages.display_page)
add("/display", "set_display", pages.set_display, methods=["POST"])
add("/style", "style_page", pages.style_page)
add("/healthz", "healthz", pages.healthz)
add("/readyz", "readyz", pages.readyz)
add("/robots.txt", "robots", pages.robots)
add("/dev/mail/", "list_letters", letters.list_letters)
add("/dev/mail/<name>", "show_letter", letters.show_letter)
