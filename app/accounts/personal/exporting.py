"""The file of one's own data: for each thing a JSON file for programs, one page for people, and the files they have brought."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from flask import current_app
from flask_babel import force_locale, format_datetime
from flask_babel import gettext as _

from app.accounts.models import Account
from app.accounts.personal import downloads
from app.accounts.slots import ACCOUNT_EXPORT, Own

PAGE = "personal/own.html"
MANY = (list, tuple, set, frozenset)


def own_of(account_id: int) -> list[Own]:
    """All that the rooms keep of a person. Reads only."""
    return [own for given in ACCOUNT_EXPORT.fill(account_id) for own in given]


def make(account: Account, now: datetime) -> int:
    """Makes the file of a person anew and gives its size in bytes. Slow, and outside of any step; twice is as once."""
    path = downloads.path_of(account.id)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    half = path.with_name(f"new-{secrets.token_hex(8)}")
    try:
        with force_locale(account.language), ZipFile(half, "w", ZIP_DEFLATED) as bundle:
            _fill(bundle, own_of(account.id), now, account.language)
        half.chmod(0o600)
        half.rename(path)
    finally:
        half.unlink(missing_ok=True)
    return path.stat().st_size


def _fill(bundle: ZipFile, owns: Sequence[Own], now: datetime, language: str) -> None:
    shown = []
    for own in owns:
        names = {
            file.name: _add(bundle, own.name, place, file.name, file.path) for place, file in enumerate(own.files, 1)
        }
        bundle.writestr(f"{own.name}.json", as_json([_plain(row) for row in own.rows]))
        shown.append((own, [_told(row, own.headings) for row in own.rows], [n for n in names.values() if n]))
    template = current_app.jinja_env.get_template(PAGE)
    site = current_app.extensions["veche.settings"].SITE_NAME
    bundle.writestr("index.html", template.render(owns=shown, now=now, language=language, site_name=site))


def _add(bundle: ZipFile, room: str, place: int, name: str, path: Path) -> str:
    # A name of the person's own making is no way out of the folder, and two files may have the same.
    if not path.is_file():
        return ""
    member = f"files/{room}-{place}-{PurePosixPath(name.replace(chr(92), '/')).name}"
    bundle.write(path, member, ZIP_STORED)
    return member


def as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows for programs: times in UTC, words as they are."""
    return json.dumps(rows, ensure_ascii=False, indent=2, sort_keys=False) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, MANY):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, str | int | float | None) else str(value)


def _told(row: Mapping[str, Any], headings: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(str(headings.get(key, key)), told(value)) for key, value in row.items() if value not in (None, "", [], {})]


def told(value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {told(one)}" for key, one in value.items())
    if isinstance(value, MANY):
        return ", ".join(told(one) for one in value)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, datetime):
        return str(format_datetime(value, "d MMMM y, HH:mm"))
    return str(value.value if isinstance(value, Enum) else value)
