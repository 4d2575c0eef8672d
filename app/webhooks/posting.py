"""Sends one delivery: to the address that was judged, within a fixed time, following nothing, reading no more than the status."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from app.webhooks.addresses import Place, Refused, place_of

SECONDS = 10.0
SECONDS_IN_ALL = 20.0


@dataclass(frozen=True)
class Answer:
    """What came of an attempt: the HTTP status, or (0) the word of a fault; `after` are seconds that the other side asks for."""

    status: int = 0
    fault: str = ""
    milliseconds: int = 0
    after: int = 0

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300


class _Plain(http.client.HTTPConnection):
    """A connection to an address that was judged, whatever its name leads to now."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.host, place.port, timeout=SECONDS)
        self._place = place

    def connect(self) -> None:
        # No name is given to anybody to look up again.
        self.sock = socket.socket(socket.AF_INET6 if ":" in self._place.address else socket.AF_INET)
        self.sock.settimeout(SECONDS)
        self.sock.connect((self._place.address, self._place.port))


class _Secure(_Plain):
    """The same by TLS; the certificate must name the host."""

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self._place.host)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Posts the body. Never raises: what goes wrong is in the answer."""
    began = time.monotonic()
    try:
        status, after = _sent(place_of(url), body, headers)
        return Answer(status, "", _since(began), after)
    except Refused as refused:
        return Answer(0, refused.word)
    except socket.gaierror:
        return Answer(0, "name", _since(began))
    except ssl.SSLError:
        return Answer(0, "certificate", _since(began))
    except TimeoutError:
        return Answer(0, "slow", _since(began))
    except (OSError, http.client.HTTPException, ValueError):
        slow = _since(began) >= SECONDS_IN_ALL * 1000
        return Answer(0, "slow" if slow else "connection", _since(began))


def _sent(place: Place, body: bytes, headers: Mapping[str, str]) -> tuple[int, int]:
    connection = (_Secure if place.scheme == "https" else _Plain)(place)
    # Each read has its own time; somebody who answers a letter a second would hold us for hours.
    end = threading.Timer(SECONDS_IN_ALL, _shut, [connection])
    end.daemon = True
    end.start()
    try:
        connection.request("POST", place.target, body, {"Host": place.named, **headers})
        answer = connection.getresponse()
        return answer.status, _seconds(answer.getheader("Retry-After"))
    finally:
        end.cancel()
        connection.close()


def _shut(connection: Any) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _seconds(word: str | None) -> int:
    return int(word) if word and word.isascii() and word.isdigit() and len(word) < 6 else 0


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
