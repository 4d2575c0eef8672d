"""How the application gets its guards."""

from flask import Flask

from app.guards import counters, door, forms
from app.guards.door import Allowances


def connect(app: Flask, allowances: Allowances) -> None:
    """Counters, fields of guarded forms, and the door."""
    counters.connect(app)
    forms.connect(app)
    door.connect(app, allowances)
