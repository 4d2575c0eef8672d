"""What the experts found, for everyone, once it is opened: each idea with its mean, how far apart the experts are, and why."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from app.foundation import canonical, clock
from app.foundation.errors import Missing
from app.foundation.spreadsheets import Cell, attached, comma_separated, csv_file
from campaigns.assessment import words
from campaigns.assessment.cards import Ask
from campaigns.assessment.models import ScoreCard
from campaigns.assessment.queries import opened
from campaigns.assessment.queries.opened import Found
from campaigns.assessment.web.desks import Asked, asked_for
from campaigns.plan import permissions
from campaigns.plan.phases import Act
from campaigns.plan.web.tabs import tabs_row


def _opened(slug: str) -> tuple[Asked, ScoreCard]:
    """Raises Missing before it is opened: then nothing says whether there is anything."""
    asked = asked_for(slug)
    if asked.card is None or asked.card.opened_at is None:
        raise Missing
    return asked, asked.card


def show_results(slug: str) -> str:
    """A page of ideas, the highest mean first."""
    asked, card = _opened(slug)
    page = opened.page(card, asked.actor, request.args.get("after"))
    here = url_for("assessment.show_results", slug=slug)
    return render_template(
        "assessment/results.html",
        campaign=asked.campaign,
        card=card,
        page=page,
        ideas=len(card.result),
        whole=sum(len(row["scores"]) == row["asked"] for row in card.result),
        told=[_told(card, found) for found in page.rows],
        answers={ask["code"]: words.answers_to(ask) for ask in card.asks},
        asks={ask["code"]: words.ASKS[Ask(ask["code"])] for ask in card.asks},
        words=words,
        tabs_row=tabs_row(asked.campaign, asked.actor, "assessment"),
        first_url=None if page.is_first else here,
        next_url=url_for("assessment.show_results", slug=slug, after=page.following) if page.following else None,
    )


def _told(card: ScoreCard, found: Found) -> list[tuple[Any, list[tuple[str, int]]]]:
    """What was answered to each question, the most frequent first."""
    rows = []
    for ask in card.asks:
        labels = words.answers_to(ask)
        counted = Counter(voice.told.get(ask["code"], "") for voice in found.voices)
        rows.append(
            (
                words.ASKS[Ask(ask["code"])],
                [(labels[code], count) for code, count in counted.most_common() if code in labels],
            )
        )
    return [row for row in rows if row[1]]


def download_csv(slug: str) -> Response:
    """A row an expert and idea: scores, answers, reasons, and both the exact and the rounded mean of the idea."""
    asked, card = _opened(slug)
    head = [
        _("Place"),
        _("Number of the idea"),
        _("Idea"),
        _("Mean"),
        _("Mean, exactly"),
        _("Expert"),
        *(row["title"] for row in card.criteria),
        _("Together"),
        *(str(words.ASKS[Ask(ask["code"])]) for ask in card.asks),
        _("Reasons"),
    ]
    rows = list(_rows(card, opened.everything(card, asked.actor)))
    return csv_file(comma_separated(head, rows), f"{asked.campaign.slug}-assessment")


def _rows(card: ScoreCard, ideas: list[Found]) -> Iterator[list[Cell]]:
    labels = {ask["code"]: words.answers_to(ask) for ask in card.asks}
    for found in ideas:
        mean = found.counted.mean
        means: list[Cell] = ["" if mean is None else float(round(mean, 4)), "" if mean is None else str(mean)]
        about: list[Cell] = [found.place, found.number, found.title or _("no longer shown"), *means]
        if not found.voices:
            yield [*about, *[""] * (len(card.criteria) + len(card.asks) + 3)]
        for voice in found.voices:
            scores: list[Cell] = [voice.scores[row["code"]] for row in card.criteria]
            told: list[Cell] = [labels[ask["code"]].get(voice.told.get(ask["code"], ""), "") for ask in card.asks]
            expert = words.expert(voice.number, voice.name)
            yield [*about, expert, *scores, str(voice.score), *told, voice.reasons]


def download_lots(slug: str) -> Response:
    """All that the ideas were given out from, so that anybody can do it again. Before the opening, and with the pairs that were
    barred, for those who watch over the campaign: everyone would learn from them who is who."""
    asked = asked_for(slug)
    watches = permissions.refusal(asked.actor, Act.SEE_LOG, asked.campaign, clock.now()) is None
    card = asked.card
    if card is None or card.begun_at is None or not (card.opened_at or watches):
        raise Missing
    barred = card.giving["barred"]
    told = {**card.giving, "seed": card.seed, "barred": barred if watches else len(barred)}
    return attached(canonical.spell(told), "application/json", f"{asked.campaign.slug}-lots.json")
