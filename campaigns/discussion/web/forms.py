"""What is sent about topics and conclusions. Of several questions, languages and problems each has a form of its own."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from babel import Locale
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField

from app.foundation.forms import Area, AtLeast, Between, Choice, Form, Line, Optional, Radio, Required, Tick, Whole
from campaigns.discussion.models import QuestionKind, Topic, TopicText
from campaigns.discussion.texts import (
    BACKGROUND_MOST,
    CONCLUSION_MOST,
    ENDS,
    FEWEST_OPTIONS,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    OPTION_MOST,
    PROBLEM_MOST,
    QUESTION_MOST,
    TITLE_MOST,
    Asked,
    ConclusionWords,
    Point,
    TopicWords,
    Words,
)

NEW_POINTS = 5
LONGEST_VERSION = 18
KINDS = [
    (QuestionKind.SCALE.value, _l("A scale from 1 to 5")),
    (QuestionKind.CHOICE.value, _l("One of several answers")),
]


class Together:
    """Several forms that are sent as one, for the macros that show one."""

    forms: Sequence[Form]

    def validate(self) -> bool:
        """Whether all of them are well shaped."""
        return all([form.validate() for form in self.forms])  # noqa: C419  each one is to say what is wrong with it

    @property
    def errors(self) -> dict[str | None, Any]:
        return {name: errors for form in self.forms for name, errors in form.errors.items()}

    @property
    def form_errors(self) -> list[Any]:
        return [error for form in self.forms for error in form.form_errors]

    def __iter__(self) -> Iterator[Field]:
        """All fields, as the error summary walks them."""
        return (field for form in self.forms for field in form)


def _version_of(field: Field) -> int | None:
    word = field.data or ""
    return int(word) if word.isascii() and word.isdigit() and len(word) <= LONGEST_VERSION else None


class OwnForm(Form):
    """A topic in its own language."""

    title = Line(_l("What you ask people"), [Required(), AtLeast(5)], most=TITLE_MOST)
    background = Area(_l("Background"), [Optional()], most=BACKGROUND_MOST)
    service_id = Choice(_l("Service"), ids=True)
    takes_stands = Tick(_l("People can say for or against"))
    version = HiddenField()
    checked = HiddenField()


class OtherForm(Form):
    """The same in another language, or nothing."""

    title = Line(_l("What you ask people"), [Optional(), AtLeast(5)], most=TITLE_MOST)
    background = Area(_l("Background"), [Optional()], most=BACKGROUND_MOST)

    def validate(self, extra_validators: Any = None) -> bool:
        fine: bool = super().validate(extra_validators)
        if self.background.data and not self.title.data:
            self.title.errors = [*self.title.errors, _("Write the question in this language, too.")]
            return False
        return fine


class QuestionForm(Form):
    """A closed question, or nothing."""

    text = Line(_l("Question"), [Optional()], most=QUESTION_MOST)
    kind = Radio(_l("How it is answered"), KINDS, default=QuestionKind.SCALE.value)
    options = Area(_l("Words of the answers"), [Optional()], most=(OPTION_MOST + 1) * MOST_OPTIONS)

    @property
    def is_blank(self) -> bool:
        return not self.text.data and not self.options.data

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(" ".join(line.split()) for line in (self.options.data or "").split("\n") if line.strip())

    @property
    def asked(self) -> Asked:
        return Asked(QuestionKind(self.kind.data), self.text.data, self.words)

    def validate(self, extra_validators: Any = None) -> bool:
        if self.is_blank:
            return True
        fine: bool = super().validate(extra_validators)
        if not self.text.data:
            self.text.errors = [*self.text.errors, _("Write the question.")]
        amiss = self._amiss()
        if amiss:
            self.options.errors = [*self.options.errors, amiss]
        return fine and bool(self.text.data) and not amiss

    def _amiss(self) -> str | None:
        if self.kind.data == QuestionKind.SCALE.value and len(self.words) not in {0, ENDS}:
            return str(_("A scale takes two lines: the words for 1 and for 5."))
        if self.kind.data == QuestionKind.CHOICE.value and not FEWEST_OPTIONS <= len(self.words) <= MOST_OPTIONS:
            return str(_("Write two to seven answers, each on a line of its own."))
        if len(set(self.words)) != len(self.words):
            return str(_("Two of the answers are the same."))
        if any(len(word) > OPTION_MOST for word in self.words):
            return str(_("An answer takes at most %(num)s characters.", num=OPTION_MOST))
        return None


class TopicForm(Together):
    """A topic: its own words and, for those who lead the discussion, other languages and closed questions."""

    def __init__(
        self,
        language: str,
        *,
        leads: bool,
        asks: bool = True,
        begun: TopicWords | None = None,
        asked: Sequence[Asked] = (),
    ) -> None:
        begun = begun or TopicWords(Words(""))
        self.own = OwnForm(data={**vars(begun.own), "service_id": begun.service_id, "takes_stands": begun.takes_stands})
        self._takes_stands = begun.takes_stands
        if not leads:
            del self.own.takes_stands
        self.others = [
            (name, OtherForm(prefix=f"{code}-", data=vars(begun.others.get(code, Words("")))))
            for code, name in languages()
            if leads and code != language
        ]
        self._codes = [code for code, _name in languages() if leads and code != language]
        rows = [*map(_as_typed, asked), *[{}] * MOST_QUESTIONS][:MOST_QUESTIONS] if leads and asks else []
        self.questions = [
            QuestionForm(prefix=f"question-{number}-", data=typed) for number, typed in enumerate(rows, 1)
        ]
        self.forms = [self.own, *(form for _name, form in self.others), *self.questions]

    @classmethod
    def of(cls, topic: Topic, texts: Sequence[TopicText], asked: Sequence[Asked], **kinds: bool) -> "TopicForm":
        """The form as the topic stands, or as it was sent."""
        form = cls(topic.contribution.language, begun=TopicWords.of(topic, texts), asked=asked, **kinds)
        form.own.version.data = form.own.version.data or str(topic.contribution.version)
        return form

    def offer(self, services: Sequence[tuple[int, str]]) -> None:
        """Puts the services of the catalogue into the form."""
        self.own.service_id.choices = [("", _("About none of them")), *services]

    @property
    def version(self) -> int:
        return _version_of(self.own.version) or 0

    @property
    def words(self) -> TopicWords:
        others = {
            code: Words(form.title.data, form.background.data or "")
            for code, (_name, form) in zip(self._codes, self.others, strict=True)
            if form.title.data
        }
        own = Words(self.own.title.data, self.own.background.data or "")
        takes_stands = self.own.takes_stands.data if "takes_stands" in self.own else self._takes_stands
        return TopicWords(own, self.own.service_id.data, others, takes_stands)

    @property
    def asked(self) -> list[Asked]:
        return [form.asked for form in self.questions if not form.is_blank]

    @property
    def prose(self) -> dict[str, str]:
        """All that was written, by the place it stands at."""
        asked = {f"question-{n}": "\n".join([one.text, *one.options]) for n, one in enumerate(self.asked, 1)}
        return {**self.words.fields, **asked}


def _as_typed(one: Asked) -> dict[str, str]:
    return {"text": one.text, "kind": one.kind.value, "options": "\n".join(one.options)}


class PlaceForm(Form):
    """Where the topic stands in the list."""

    place = Whole(_l("Place in the list"), [Required(), Between(1, 10_000)])


class BodyForm(Form):
    """What came out of a discussion."""

    body = Area(_l("What came out of the discussion"), [Required(), AtLeast(10)], most=CONCLUSION_MOST)
    version = HiddenField()
    checked = HiddenField()


class PointForm(Form):
    """A problem. The service is told by its name, so that a long catalogue is not in the page once for each problem."""

    text = Area(_l("Problem"), [Optional()], most=PROBLEM_MOST)
    service = Line(_l("Service"), [Optional()], render_kw={"list": "services", "autocomplete": "off"})
    drop = Tick(_l("It does not stand any more"))

    services: Mapping[str, int]

    def validate(self, extra_validators: Any = None) -> bool:
        fine: bool = super().validate(extra_validators)
        if self.service.data and self.service.data.casefold() not in self.services:
            self.service.errors = [*self.service.errors, _("There is no such service. Choose one of the list.")]
            return False
        stays = "drop" in self and not self.drop.data
        if (self.service.data or stays) and not self.text.data:
            self.text.errors = [*self.text.errors, _("Write the problem.")]
            return False
        return fine

    def point(self, id: int | None = None) -> Point | None:
        """The problem, where there is one that stands."""
        if not self.text.data or ("drop" in self and self.drop.data):
            return None
        return Point(self.text.data, self.services.get((self.service.data or "").casefold()), id)


class ConclusionForm(Together):
    """A conclusion with the problems that stand, each by its number, and rows for more."""

    def __init__(
        self, body: str, version: int | None, standing: Sequence[tuple[int, Point]], services: Sequence[tuple[int, str]]
    ) -> None:
        self.services = services
        names, ids = dict(services), {name.casefold(): id for id, name in services}
        self.about = BodyForm(data={"body": body, "version": "" if version is None else str(version)})
        self.standing = [
            (number, point.id, PointForm(prefix=f"problem-{number}-", data=_of(point, names)))
            for number, point in standing
        ]
        self.new = [PointForm(prefix=f"new-{number}-") for number in range(1, NEW_POINTS + 1)]
        for form in self.new:
            del form.drop
        points = [*(form for _number, _id, form in self.standing), *self.new]
        for form in points:
            form.services = ids
        self.forms = [self.about, *points]

    @property
    def version(self) -> int | None:
        return _version_of(self.about.version)

    @property
    def words(self) -> ConclusionWords:
        kept = [form.point(id) for _number, id, form in self.standing]
        added = [form.point() for form in self.new]
        return ConclusionWords(self.about.body.data, tuple(point for point in [*kept, *added] if point))

    @property
    def prose(self) -> dict[str, str]:
        """All that was written, by the place it stands at."""
        words = self.words
        return {"body": words.body, **{f"problem-{n}": point.text for n, point in enumerate(words.points, 1)}}


def _of(point: Point, names: Mapping[int, str]) -> dict[str, Any]:
    return {"text": point.text, "service": names.get(point.service_id or 0, ""), "drop": False}


def languages() -> list[tuple[str, str]]:
    """The languages of this copy: code and its own name."""
    codes = current_app.extensions["veche.settings"].LANGUAGES
    return [(code, (Locale.parse(code).get_display_name(code) or code).capitalize()) for code in codes]
