"""What is written about a topic and in its conclusion, as values."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from campaigns.discussion.models import Problem, Question, QuestionKind, Topic, TopicText

TITLE_MOST, BACKGROUND_MOST, CONCLUSION_MOST, PROBLEM_MOST = 200, 5_000, 10_000, 500
QUESTION_MOST, OPTION_MOST = 200, 100
MOST_QUESTIONS, MOST_PROBLEMS = 3, 30
FEWEST_OPTIONS, MOST_OPTIONS, ENDS, MOST_OF_SCALE = 2, 7, 2, 5


@dataclass(frozen=True)
class Words:
    """The question of a topic, as its title, and the background."""

    title: str
    background: str = ""


@dataclass(frozen=True)
class TopicWords:
    """A topic as it is written: in its own language and, by code, in others; the service it is about; whether people say
    that they are for or against."""

    own: Words
    service_id: int | None = None
    others: Mapping[str, Words] = field(default_factory=dict)
    takes_stands: bool = False

    @classmethod
    def of(cls, topic: Topic, others: Sequence[TopicText]) -> "TopicWords":
        words = {text.language: Words(text.title, text.background) for text in others}
        return cls(Words(topic.title, topic.background), topic.service_id, words, topic.takes_stands)

    @property
    def fields(self) -> dict[str, str]:
        """The words by the names under which versions keep them."""
        kept = {"title": self.own.title, "background": self.own.background}
        for language, words in sorted(self.others.items()):
            kept |= {f"title-{language}": words.title, f"background-{language}": words.background}
        return kept


@dataclass(frozen=True)
class Asked:
    """A closed question. `options` are the words of the choices, or those at both ends of a scale."""

    kind: QuestionKind
    text: str
    options: tuple[str, ...] = ()

    @classmethod
    def of(cls, question: Question) -> "Asked":
        return cls(question.kind, question.text, tuple(question.options))


def fingerprint_of(questions: Iterable[Question]) -> str:
    """What tells these questions from others that took their place, whatever their ids."""
    said = repr([(question.id, Asked.of(question)) for question in questions])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def most_of(question: Question) -> int:
    """The largest value of an answer; the smallest is 1."""
    return MOST_OF_SCALE if question.kind == QuestionKind.SCALE else len(question.options)


@dataclass(frozen=True)
class Point:
    """A problem as it is written into a conclusion; `id` is that of one that stands there already."""

    text: str
    service_id: int | None = None
    id: int | None = None

    @classmethod
    def of(cls, problem: Problem) -> "Point":
        return cls(problem.text, problem.service_id, problem.id)


@dataclass(frozen=True)
class ConclusionWords:
    """What came out of a topic: a text and the problems that stand."""

    body: str
    points: tuple[Point, ...] = ()
