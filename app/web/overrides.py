"""Templates and a stylesheet of the operator's own, in the instance folder; what is broken in them stops no page.

`instance/templates/<name>` stands in the place of the platform's template of that name, and may build on it as
`{% extends "platform/<name>" %}`. Both are read at the start.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, Template, TemplateNotFound
from jinja2.exceptions import TemplateError

MOST_STYLE = 200_000
log = structlog.get_logger("overrides")


@dataclass(frozen=True)
class OwnStyle:
    """The stylesheet of the instance folder, with a stamp that changes with it."""

    words: bytes
    stamp: str


class Overrides(BaseLoader):
    """Templates of the instance folder. One that cannot be compiled, or that failed on a page, is as if it were not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.broken: dict[str, str] = {}
        self._files = FileSystemLoader(folder)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        if template in self.broken:
            raise TemplateNotFound(template)
        source, path, is_fresh = self._files.get_source(environment, template)
        try:
            environment.compile(source, template, path)
        except TemplateError as error:
            self.give_up(template, str(error))
            raise TemplateNotFound(template) from None
        return source, path, is_fresh

    def names(self) -> list[str]:
        """The templates that stand in the folder."""
        return self._files.list_templates() if self.folder.is_dir() else []

    def faults(self, environment: Environment) -> dict[str, str]:
        """What is wrong with the templates of the folder, by their names."""
        for name in self.names():
            try:
                self.get_source(environment, name)
            except (TemplateNotFound, UnicodeDecodeError) as error:
                self.broken.setdefault(name, str(error))
        return dict(self.broken)

    def give_up(self, template: str, fault: str) -> None:
        """Goes on without this template until the next start."""
        self.broken[template] = fault
        log.error("a template of the instance folder is left out", template=template, fault=fault)

    def blame(self, error: BaseException) -> list[str]:
        """The templates of the folder in which something went wrong, each of which is left out from now on."""
        found = []
        for path in _files_of(error):
            if path.is_relative_to(self.folder):
                name = path.relative_to(self.folder).as_posix()
                if name not in self.broken:
                    self.give_up(name, f"{type(error).__name__}: {error}")
                    found.append(name)
        return found


def _files_of(error: BaseException) -> Iterator[Path]:
    trace = error.__traceback__
    while trace is not None:
        yield Path(trace.tb_frame.f_code.co_filename)
        trace = trace.tb_next


def connect(app: Flask, instance: Path) -> None:
    """Lets templates and a stylesheet of the instance folder take the place of the platform's."""
    app.extensions["veche.own_style"] = _own_style(instance / "style.css")
    overrides = Overrides(instance / "templates")
    app.extensions["veche.overrides"] = overrides
    if not overrides.names():
        return
    own = app.jinja_loader or FileSystemLoader(Path(app.root_path) / "templates")
    app.jinja_env.loader = ChoiceLoader([overrides, PrefixLoader({"platform": own}), own])
    app.jinja_env.template_class = _template_that_falls_back(overrides)


def _own_style(path: Path) -> OwnStyle | None:
    if not path.is_file() or path.stat().st_size > MOST_STYLE:
        return None
    words = path.read_bytes()
    return OwnStyle(words, hashlib.sha256(words).hexdigest()[:12])


def _template_that_falls_back(overrides: Overrides) -> type[Template]:
    class FallingBack(Template):
        """A template that is written once more without what failed in it, where that came from the instance folder."""

        def render(self, *args: Any, **kwargs: Any) -> str:
            try:
                return super().render(*args, **kwargs)
            except Exception as error:
                if not overrides.blame(error):
                    raise
                if self.environment.cache is not None:
                    self.environment.cache.clear()
                return self.environment.get_template(self.name or "").render(*args, **kwargs)

    return FallingBack
