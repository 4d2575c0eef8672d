"""The cookie in which a guest's browser holds the secrets of their drafts."""

from flask import Response, after_this_request, request

from app.foundation import clock, hosts
from campaigns.ideas.domain import drafts
from campaigns.ideas.domain.drafts import KEPT_FOR

COOKIE = "draft"
MOST = 5


def held() -> list[str]:
    """The secrets of this browser, the newest first."""
    given = request.cookies.get(COOKIE, "")[:600].split(".")
    return [secret for secret in given if secret][:MOST]


def hold(response: Response, secret: str) -> None:
    """Adds a secret to those of this browser; the oldest beyond a few is forgotten, its draft stays at its address."""
    secrets = [secret, *(other for other in held() if other != secret)][:MOST]
    secure = hosts.is_secure()
    response.set_cookie(COOKIE, ".".join(secrets), max_age=KEPT_FOR, httponly=True, samesite="Lax", secure=secure)


def claim_at_sign_in(account_id: int) -> None:
    """Who signs in gets what was written in this browser before, and what waited for them since they registered."""
    secrets = held()
    drafts.claim(account_id, secrets, clock.now())
    if secrets:
        after_this_request(_forget)


def reserve_at_registration(account_id: int) -> None:
    """Who registers finds their drafts at the first sign-in, on another device too."""
    drafts.reserve(account_id, held())


def _forget(response: Response) -> Response:
    response.delete_cookie(COOKIE)
    return response
