"""The page of components stands, whatever the macros it shows ask for."""

from flask import Flask

from tests.support.people import Visitor


def test_every_component_is_shown(app: Flask) -> None:
    answer = Visitor(app, None, "ru").get("/style")

    assert answer.status_code == 200
    assert [f'id="s-{part}"' in answer.text for part in ("comments", "discussion", "idea", "plan", "display")] == [
        True
    ] * 5
