"""Addresses of themes."""

from flask import Blueprint

from search.themes.web import keeping, suggesting

blueprint = Blueprint("themes", __name__)
add = blueprint.add_url_rule

add("/campaigns/<slug>/themes", "show_themes", suggesting.show_themes)
add("/campaigns/<slug>/themes", "name_theme", suggesting.name_theme, methods=["POST"])
add("/campaigns/<slug>/themes/suggest", "suggest", suggesting.suggest, methods=["POST"])
add("/campaigns/<slug>/themes/suggested/<key>", "show_suggestion", suggesting.show_suggestion)
add("/campaigns/<slug>/themes/suggested/<key>", "dismiss", suggesting.dismiss, methods=["POST"])
add("/campaigns/<slug>/themes/dismissed/<int:dismissed_id>", "bring_back", suggesting.bring_back, methods=["POST"])
add("/themes/<int:theme_id>", "show_theme", keeping.show_theme)
add("/themes/<int:theme_id>", "reword", keeping.reword, methods=["POST"])
add("/themes/<int:theme_id>/ideas", "move", keeping.move, methods=["POST"])
add("/themes/<int:theme_id>/put", "put", keeping.put, methods=["POST"])
add("/themes/<int:theme_id>/join", "join", keeping.join, methods=["POST"])
add("/themes/<int:theme_id>/dissolve", "dissolve", keeping.dissolve, methods=["POST"])
