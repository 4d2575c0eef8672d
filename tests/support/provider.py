"""A provider of OpenID Connect for tests: it answers as the standard says, and lies where a test tells it to."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import RSAKey
from werkzeug import Request, Response
from werkzeug.serving import make_server

KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})


@dataclass
class Provider:
    """Says who somebody is. `lie` changes the claims of a token, `key` signs it, or `spell` writes it; `broken` is an address that
    answers nonsense, `slow` one that answers after `seconds`."""

    now: Callable[[], float]
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "person-1"})
    userinfo: dict[str, Any] | None = None
    lie: Callable[[dict[str, Any]], None] | None = None
    key: RSAKey = field(default_factory=lambda: KEY)
    spell: Callable[[dict[str, Any]], str] | None = None
    broken: str = ""
    slow: str = ""
    seconds: float = 1.0
    issuer: str = ""
    asked: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        name = request.path.strip("/").rpartition("/")[2]
        if self.broken == name:
            return Response("<html>Bad Gateway", 502)(environ, start_response)
        if self.slow == name:
            time.sleep(self.seconds)
        return getattr(self, f"_{name.replace('-', '_')}")(request)(environ, start_response)

    def forget(self) -> None:
        """Tells the truth again, of the first person."""
        self.claims, self.userinfo, self.lie, self.key, self.broken = {"sub": "person-1"}, None, None, KEY, ""
        self.spell, self.slow = None, ""

    def send_back(self, address: str, **over: str) -> str:
        """What the browser gets that comes with this address: where it is sent back to, as a path with a query."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = hashlib.sha256(asked["state"].encode()).hexdigest()[:16]
        self.asked[code] = asked
        back = {"code": code, "state": asked["state"], **over}
        return urlsplit(asked["redirect_uri"]).path + "?" + urlencode(back)

    def _openid_configuration(self, _request: Request) -> Response:
        return _json(
            issuer=self.issuer,
            authorization_endpoint=f"{self.issuer}/authorize",
            token_endpoint=f"{self.issuer}/token",
            jwks_uri=f"{self.issuer}/keys",
            userinfo_endpoint=f"{self.issuer}/userinfo",
            id_token_signing_alg_values_supported=["RS256"],
        )

    def _keys(self, _request: Request) -> Response:
        return _json(keys=[KEY.as_dict(private=False)])

    def _token(self, request: Request) -> Response:
        asked = self.asked.pop(request.form["code"], None)
        verifier = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        if (
            asked is None
            or challenge != asked["code_challenge"]
            or request.form["redirect_uri"] != asked["redirect_uri"]
        ):
            return Response(json.dumps({"error": "invalid_grant"}), 400, content_type="application/json")
        now = int(self.now())
        claims = {
            "iss": self.issuer,
            "aud": asked["client_id"],
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 300,
            **({"auth_time": now} if asked.get("prompt") == "login" and asked.get("max_age") == "0" else {}),
            **self.claims,
        }
        if self.lie:
            self.lie(claims)
        word = self.spell(claims) if self.spell else self._signed(claims)
        return _json(access_token="a word", token_type="Bearer", expires_in=300, id_token=word)

    def _signed(self, claims: dict[str, Any]) -> str:
        # In ASCII: signs that are no letters go through, too.
        return jws.serialize_compact({"alg": "RS256", "kid": "one"}, json.dumps(claims).encode(), self.key)

    def _userinfo(self, _request: Request) -> Response:
        return _json(**(self.userinfo if self.userinfo is not None else self.claims))


def _json(**found: Any) -> Response:
    return Response(json.dumps(found), content_type="application/json")


@contextmanager
def provider(now: Callable[[], float]) -> Iterator[Provider]:
    """A provider that listens on this machine."""
    made = Provider(now)
    server = make_server("127.0.0.1", 0, made, threaded=True)
    made.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
