"""Addresses of the frame."""

from flask import Blueprint

from app.web import home, letters, look, pages, words

blueprint = Blueprint("web", __name__)
add = blueprint.add_url_rule

add("/", "home", home.home)
add("/pages/<name>", "page", words.page)
add("/pages/<name>/versions", "page_versions", words.page_versions)
add("/pages/<name>/versions/<version>", "page_version", words.page_version)
add("/look/<version>.css", "look_style", look.style)
add("/look/own/<stamp>.css", "own_style", look.own_style)
add("/look/logo/<digest>", "look_logo", look.logo)
add("/display", "display_page", pages.display_page)
add("/display", "set_display", pages.set_display, methods=["POST"])
add("/style", "style_page", pages.style_page)
add("/healthz", "healthz", pages.healthz)
add("/readyz", "readyz", pages.readyz)
add("/dev/mail/", "list_letters", letters.list_letters)
add("/dev/mail/<name>", "show_letter", letters.show_letter)
