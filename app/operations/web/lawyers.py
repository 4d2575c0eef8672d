"""Whose work the site stands on."""

from flask import Response, render_template

from app.operations import licences


def list_licences() -> str:
    """The packages that run here and their licences."""
    return render_template("operations/licences.html", packages=licences.packages())


def licence_texts() -> Response:
    """The texts of all licences, as they came with the packages: one file, as lawyers and packagers want them."""
    return Response(licences.all_texts(), content_type="text/plain; charset=utf-8")
