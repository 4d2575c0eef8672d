"""Services of the catalogue."""

from itertools import count

from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.services.keys import name_key, words_key
from campaigns.services.models import Service

_numbers = count(1)


def make_service(name: str = "", description: str = "", **over: object) -> Service:
    """A service on offer, its keys made as the verbs make them."""
    name = name or f"Сервис {next(_numbers)}"
    fields = {"link": "https://service.example/", "created_at": clock.now(), **over}
    with step():
        service = Service(
            name=name,
            name_key=name_key(name),
            words_key=words_key(name, description),
            description=description,
            **fields,
        )
        db.session.add(service)
    return service
