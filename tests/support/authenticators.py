"""A device for passkeys without a browser: makes a key and signs with it, honestly or not."""

import hashlib
import json
import struct
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, MAKES = 0x01, 0x04, 0x40


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Authenticator:
    """A device bound to one site. What it says can be bent: the origin, whether its owner was at it, its count."""

    name: str = "localhost"
    origin: str = "http://localhost"
    verifies: bool = True
    counts: bool = True
    count: int = 0
    credential: bytes = b"a passkey of the tests"
    _key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: str) -> str:
        """The answer to a question to make a passkey."""
        asked = json.loads(options)
        told = self._told("webauthn.create", asked["challenge"])
        head = self._head(PRESENT | MAKES | (VERIFIED if self.verifies else 0))
        length = struct.pack(">H", len(self.credential))
        whole = {"fmt": "none", "attStmt": {}, "authData": head + bytes(16) + length + self.credential + self._public()}
        return self._answer({"clientDataJSON": _text(told), "attestationObject": _text(cbor2.dumps(whole))})

    def show(self, options: str) -> str:
        """The answer to a question whether it holds a passkey."""
        # Passkeys that are shared among the devices of a person do not count.
        self.count += self.counts
        told = self._told("webauthn.get", json.loads(options)["challenge"])
        head = self._head(PRESENT | (VERIFIED if self.verifies else 0))
        signature = self._key.sign(head + hashlib.sha256(told).digest(), ec.ECDSA(SHA256()))
        said = {"clientDataJSON": told, "authenticatorData": head, "signature": signature}
        return self._answer({name: _text(raw) for name, raw in said.items()})

    def _told(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _head(self, flags: int) -> bytes:
        return hashlib.sha256(self.name.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _public(self) -> bytes:
        point = self._key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        return bytes(cbor2.dumps(key))

    def _answer(self, response: dict[str, Any]) -> str:
        name = _text(self.credential)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": response}
        )
