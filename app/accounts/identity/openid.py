"""Talking with a provider (OpenID Connect Core 1.0: code flow, PKCE, nonce). It is asked over the network: never inside a write.

All that a provider says is checked before any of it is believed: who issued the token, for whom, with which key, when, and
whether it answers the question that this browser asked.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from flask_babel import lazy_gettext as _l
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests import RequestException, Response, Session

from app.accounts.identity.providers import Provider, is_safe
from app.foundation import clock
from app.foundation.errors import Reason, Refusal

# Signed with a key that the provider alone has: neither unsigned tokens nor such as anyone makes who knows a shared word.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
SECONDS, LEEWAY = 8, 60
LARGEST = 512 * 1024
KEPT_SECONDS = 600
log = structlog.get_logger("identity")

DOWN = Reason(
    "provider-down",
    _l(
        "The service that was to say who you are does not answer now. Try again in some minutes, or sign in another way."
    ),
)
LIED = Reason(
    "provider-wrong",
    _l(
        "What the service said about you does not hold, so nobody was let in. Begin once more; if it happens again, tell the people "
        "who run this site."
    ),
)
NOT_ANEW = Reason(
    "provider-not-anew",
    _l(
        "The service did not say that you have signed in there just now. Try once more; if it happens again, sign out here and in "
        "again, and do it then."
    ),
)


class ProviderFault(Refusal):
    """A provider cannot be reached, or says what cannot be believed."""

    status = 502


@dataclass(frozen=True)
class Metadata:
    """What a provider tells of itself."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    algorithms: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What only this sign-in knows: its answer must come back to it.

    With `asked_at` (seconds since 1970) the person is to show who they are anew, and not before that.
    """

    nonce: str
    verifier: str
    redirect_uri: str
    asked_at: float | None = None


class _Kept:
    """What providers said of themselves in the last minutes, for all requests of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[tuple[str, str], tuple[float, Any]] = {}

    def get(self, key: tuple[str, str]) -> Any | None:
        with self._lock:
            at, value = self._found.get(key, (0.0, None))
        return value if time.monotonic() - at < KEPT_SECONDS else None

    def put(self, key: tuple[str, str], value: Any) -> None:
        with self._lock:
            self._found[key] = (time.monotonic(), value)

    def clear(self) -> None:
        """Forgets all."""
        with self._lock:
            self._found.clear()


kept = _Kept()


@contextmanager
def _asking(provider: Provider, what: str) -> Iterator[None]:
    """Turns whatever goes wrong into a refusal; the log says what it was, without a word of the person's."""
    try:
        yield
    except RequestException as error:
        log.warning("a provider does not answer", provider=provider.name, asked=what, error=type(error).__name__)
        raise ProviderFault(DOWN) from None
    except AuthlibBaseError as error:
        log.warning("a provider refuses", provider=provider.name, asked=what, error=error.error)
        raise ProviderFault(LIED) from None
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        log.warning("a provider is not believed", provider=provider.name, asked=what, error=type(error).__name__)
        raise ProviderFault(LIED) from None


def address(provider: Provider, state: str, question: Question, *, language: str) -> str:
    """Where the browser is sent. Raises ProviderFault where the provider cannot be asked."""
    metadata = _metadata(provider)
    with _asking(provider, "address"), _session(provider, question.redirect_uri) as session:
        url, _state = session.create_authorization_url(
            metadata.authorization_endpoint,
            state=state,
            code_verifier=question.verifier,
            nonce=question.nonce,
            ui_locales=language,
            **({} if question.asked_at is None else {"prompt": "login", "max_age": "0"}),
        )
    return str(url)


def claims(provider: Provider, code: str, question: Question) -> Mapping[str, Any]:
    """What the provider says of the person who came back with this code. Raises ProviderFault where it cannot be believed."""
    metadata = _metadata(provider)
    with _asking(provider, "token"), _session(provider, question.redirect_uri) as session:
        token = session.fetch_token(metadata.token_endpoint, code=code, code_verifier=question.verifier)
        said = _id_token(provider, metadata, token, question.nonce)
        _require_anew(said, question.asked_at)
        if metadata.userinfo_endpoint and not _has_all(provider, said):
            more = _json(session.get(metadata.userinfo_endpoint, timeout=SECONDS, allow_redirects=False))
            if more.get("sub") != said["sub"]:
                raise ValueError("the two answers speak of two people")
            said = {**more, **said}
    return said


def _has_all(provider: Provider, said: Mapping[str, Any]) -> bool:
    wanted = (provider.identifier, provider.territory, "given_name", "email")
    return all(not word or within(said, word) is not None for word in wanted)


def within(said: Mapping[str, Any], word: str) -> str | None:
    """A claim as a word; None where there is none that can be kept. `address.locality` is a claim within a claim."""
    found: Any = said
    for part in word.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, bool) or not isinstance(found, str | int):
        return None
    word = str(found).strip()
    return word if word and _can_be_kept(word) else None


def _can_be_kept(word: str) -> bool:
    # JSON can spell halves of letters, which no text has, and a zero, which PostgreSQL takes in none.
    return "\0" not in word and not any("\ud800" <= sign <= "\udfff" for sign in word)


def _session(provider: Provider, redirect_uri: str) -> Any:
    method = provider.token_auth if provider.client_secret else "none"
    session = OAuth2Session(
        provider.client_id,
        provider.client_secret or None,
        scope=provider.scopes,
        redirect_uri=redirect_uri,
        token_endpoint_auth_method=method,
        code_challenge_method="S256",
        default_timeout=SECONDS,
    )
    session.max_redirects = 0
    return session


def _json(answer: Response) -> dict[str, Any]:
    answer.raise_for_status()
    if len(answer.content) > LARGEST:
        raise ValueError("too much")
    found = answer.json()
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def _fetched(provider: Provider, url: str, *, anew: bool = False) -> dict[str, Any]:
    found: dict[str, Any] | None = None if anew else kept.get((provider.issuer, url))
    if found is None:
        with Session() as session:
            found = _json(session.get(url, timeout=SECONDS, allow_redirects=False))
        kept.put((provider.issuer, url), found)
    return found


def _metadata(provider: Provider) -> Metadata:
    with _asking(provider, "metadata"):
        found = _fetched(provider, provider.discovery_url)
        if found["issuer"] != provider.issuer:
            raise ValueError("another issuer")
        metadata = Metadata(
            authorization_endpoint=str(found["authorization_endpoint"]),
            token_endpoint=str(found["token_endpoint"]),
            jwks_uri=str(found["jwks_uri"]),
            userinfo_endpoint=str(found.get("userinfo_endpoint") or ""),
            algorithms=_algorithms(found.get("id_token_signing_alg_values_supported")),
        )
        for url in (metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri):
            if not is_safe(url):
                raise ValueError("an address that cannot be trusted")
        return metadata


def _algorithms(told: Any) -> tuple[str, ...]:
    known = told if isinstance(told, list) else ["RS256"]
    return tuple(name for name in ALGORITHMS if name in known) or ("RS256",)


def _id_token(provider: Provider, metadata: Metadata, token: Mapping[str, Any], nonce: str) -> dict[str, Any]:
    read = _decoded(provider, metadata, token["id_token"])
    said = CodeIDToken(
        read.claims,
        read.header,
        {"iss": {"essential": True, "value": provider.issuer}, "aud": {"essential": True, "value": provider.client_id}},
        {"nonce": nonce, "client_id": provider.client_id, "access_token": token.get("access_token")},
    )
    said.validate(now=int(clock.now().timestamp()), leeway=LEEWAY)
    subject = said["sub"]
    if not isinstance(subject, str) or not subject or not _can_be_kept(subject) or said.get("nonce") != nonce:
        raise ValueError("nobody is named")
    return dict(said)


def _require_anew(said: Mapping[str, Any], asked_at: float | None) -> None:
    """A provider that lets in whoever has a window open there is not asked to, and is not believed."""
    if asked_at is None:
        return
    shown_at = said.get("auth_time")
    if isinstance(shown_at, bool) or not isinstance(shown_at, int | float):
        raise ProviderFault(NOT_ANEW)
    if not asked_at - LEEWAY <= shown_at <= clock.now().timestamp() + LEEWAY:
        raise ProviderFault(NOT_ANEW)


def _decoded(provider: Provider, metadata: Metadata, word: str) -> Any:
    registry = JWSRegistry(algorithms=list(metadata.algorithms), strict_check_header=False)
    keys = KeySet.import_key_set(_fetched(provider, metadata.jwks_uri))  # type: ignore[arg-type]
    try:
        return jwt.decode(word, key=keys, registry=registry)
    except InvalidKeyIdError:
        # The provider has changed its key since.
        keys = KeySet.import_key_set(_fetched(provider, metadata.jwks_uri, anew=True))  # type: ignore[arg-type]
        return jwt.decode(word, key=keys, registry=registry)
