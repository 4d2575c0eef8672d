"""config.py of the instance folder: settings are changed in their lines, everything else that its operator wrote stays."""

import ast
import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HEAD = '"""Settings of this copy: docs/operations.md explains each. `flask setup` changes those it asks for."""\n\n'


class Unreadable(Exception):
    """config.py is no Python, or sets by other means what is to be set; the text says which."""


def changed(text: str, values: Mapping[str, Any]) -> str:
    """The text with these settings in it. Raises Unreadable."""
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise Unreadable(f"config.py cannot be read: line {error.lineno}: {error.msg}") from None
    lines, left = text.splitlines(keepends=True), dict(values)
    places = [(node, name) for node, name in _assignments(tree) if name in values]
    for node, name in reversed(places):
        line = f"{name} = {_written(values[name])}\n"
        lines[node.lineno - 1 : node.end_lineno] = [line]
        left.pop(name, None)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    lines += [f"{name} = {_written(value)}\n" for name, value in left.items()]
    return "".join(lines) if text.strip() else HEAD + "".join(lines)


def _assignments(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            if isinstance(target, ast.Name):
                yield node, target.id


def _written(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"({', '.join(repr(part) for part in value)}{',' if len(value) == 1 else ''})"
    return repr(value)


@contextlib.contextmanager
def changing(path: Path, values: Mapping[str, Any]) -> Iterator[None]:
    """Writes the settings, readable for their owner alone; what stood there comes back where the block raises. Raises Unreadable."""
    before = path.read_text("utf-8") if path.exists() else None
    _write(path, changed(before or "", values))
    try:
        yield
    except BaseException:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            _write(path, before)
        raise


def _write(path: Path, text: str) -> None:
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
