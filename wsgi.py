"""The application that servers and `flask` find."""

from app.factory import create_app

app = create_app()
