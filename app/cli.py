"""Collects the commands of all rooms."""

from flask import Flask

from app import wiring


def connect(app: Flask) -> None:
    """Puts the commands of the rooms under `flask`."""
    for command in wiring.COMMANDS:
        app.cli.add_command(command)
