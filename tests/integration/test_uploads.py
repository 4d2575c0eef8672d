"""Files of ideas: who adds them, what is kept of them, who is handed them, and that no browser ever runs one."""

import io
import os
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock as clocks
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.uploads import jobs, store
from app.uploads.models import Upload
from campaigns.contributions.models import Contribution, State, Version
from campaigns.ideas.domain import drafts, files
from campaigns.ideas.models import Idea, IdeaFile
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from moderation.models import Case
from tests.factories.campaigns import make_campaign
from tests.factories.cases import make_case
from tests.factories.ideas import make_idea_in
from tests.factories.people import give_role, make_account
from tests.factories.uploads import SCRIPT, SECRET_PLACE, add_file, bomb, jpeg, pdf, png
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
RunJobs = Callable[[], None]
CAPTION = "Очередь у окна"


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def author(app: Flask) -> Account:
    return make_account()


@pytest.fixture
def draft(campaign: Campaign, author: Account) -> Idea:
    return make_idea_in(State.DRAFT, campaign, author)


@pytest.fixture
def published(campaign: Campaign, author: Account) -> Idea:
    return make_idea_in(State.PUBLISHED, campaign, author)


def send(
    visitor: Visitor,
    idea: Idea,
    content: bytes,
    name: str = "photo.jpg",
    media_type: str = "image/jpeg",
    caption: str = CAPTION,
    **more: str,
) -> TestResponse:
    """Sends the form as browsers do, in one piece: the test client would leave a file open."""
    fields = {"csrf_token": visitor.token("/account/sign-in"), "caption": caption, **more}
    parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
    about = f'name="file"; filename="{name}"\r\nContent-Type: {media_type}'
    head = "".join(parts) + f"--x\r\nContent-Disposition: form-data; {about}\r\n\r\n"
    body = head.encode() + content + b"\r\n--x--\r\n"
    path, kind = f"/ideas/{idea.id}/files", "multipart/form-data; boundary=x"
    return visitor.client.post(path, data=body, content_type=kind, buffered=True)


def kept(idea: Idea) -> list[tuple[str, str, str]]:
    db.session.rollback()
    rows = db.session.execute(
        select(Upload.name, Upload.media_type, IdeaFile.caption)
        .join(IdeaFile, IdeaFile.upload_id == Upload.id)
        .where(IdeaFile.idea_id == idea.id)
        .order_by(IdeaFile.id)
    )
    return [(name, media_type.value, caption) for name, media_type, caption in rows]


def lying(app: Flask) -> list[str]:
    folder = app.extensions["veche.settings"].VECHE_INSTANCE / "uploads"
    return sorted(path.parent.name + path.name for path in folder.glob("??/*"))


# Adding and removing.


def test_an_author_adds_a_picture_with_words_to_a_draft(visit: Visit, author: Account, draft: Idea) -> None:
    answer = send(visit(author), draft, jpeg())

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/ideas/{draft.id}/files")
    assert kept(draft) == [("photo.jpg", "image/jpeg", CAPTION)]


def test_what_is_kept_says_nothing_of_where_it_was_taken(
    app: Flask, visit: Visit, author: Account, draft: Idea
) -> None:
    send(visit(author), draft, jpeg(turned=True) + SCRIPT)

    paths = list((app.extensions["veche.settings"].VECHE_INSTANCE / "uploads").glob("??/*"))
    assert len(paths) == 2
    assert not any(SECRET_PLACE.encode() in path.read_bytes() or SCRIPT in path.read_bytes() for path in paths)


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The one that came is empty"),
        (b"GIF89a" + bytes(60), "Only pictures (PNG or JPEG) and PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "Only pictures (PNG or JPEG)"),
        (b"<!doctype html>" + SCRIPT, "Only pictures (PNG or JPEG) and PDF"),
        (b"MZ" + bytes(60), "Only pictures (PNG or JPEG) and PDF"),
        (bomb(), "more than 40 million dots"),
        (jpeg((300, 300))[:400], "its file is broken"),
        (b"%PDF-1.7 and no end", "This PDF is cut off"),
        (pdf(b"/Encrypt"), "locked with a password"),
    ],
)
def test_what_is_no_picture_and_no_document_is_refused_in_words(
    app: Flask, visit: Visit, author: Account, draft: Idea, content: bytes, words: str
) -> None:
    answer = send(visit(author), draft, content, "photo.png", "image/png")

    assert (answer.status_code, words in answer.text) == (422, True)
    assert (kept(draft), lying(app)) == ([], [])
    assert f'value="{CAPTION}"' in answer.text


def test_a_form_without_a_file_says_so(visit: Visit, author: Account, draft: Idea) -> None:
    answer = visit(author).send(f"/ideas/{draft.id}/files", {"caption": CAPTION, "file": "no file but a word"})

    assert (answer.status_code, "Choose a file first" in answer.text) == (422, True)


def test_a_picture_without_words_is_asked_for_them(visit: Visit, author: Account, draft: Idea) -> None:
    answer = send(visit(author), draft, jpeg(), caption="")

    assert (answer.status_code, "Say in a few words what the picture shows" in answer.text) == (422, True)
    assert kept(draft) == []


def test_a_document_may_do_without_words(visit: Visit, author: Account, draft: Idea) -> None:
    send(visit(author), draft, pdf(), "План 2027.pdf", caption="")

    assert kept(draft) == [("План 2027.pdf", "application/pdf", "")]


def test_personal_data_in_the_words_is_shown_once_before_it_is_taken(
    visit: Visit, author: Account, draft: Idea
) -> None:
    visitor, caption = visit(author), "Звоните +7 912 345-67-89"

    first = send(visitor, draft, jpeg(), caption=caption)
    checked = first.text.split('name="checked"')[1].split('value="')[1].split('"')[0]
    second = send(visitor, draft, jpeg(), caption=caption, checked=checked)

    assert (first.status_code, second.status_code) == (422, 303)
    assert [row[2] for row in kept(draft)] == [caption]


@pytest.mark.parametrize("name", ["../../../etc/passwd", "a\x00b.png", "C:\\x\\фото.exe", "<script>.svg"])
def test_a_name_with_a_path_in_it_leads_nowhere(
    app: Flask, visit: Visit, author: Account, draft: Idea, name: str
) -> None:
    send(visit(author), draft, jpeg(), name)

    (named, _media_type, _caption) = kept(draft)[0]
    assert named.endswith(".jpg")
    assert not set(named) & set("/\\<>\x00:")
    assert len(lying(app)) == 2


def test_a_file_of_the_most_megabytes_and_no_more(app: Flask, visit: Visit, author: Account, draft: Idea) -> None:
    most = app.extensions["veche.settings"].UPLOAD_MOST_BYTES
    filling = most - len(pdf())

    fits = send(visit(author), draft, pdf(bytes(filling)), "a.pdf")
    over = send(visit(author), draft, pdf(bytes(filling + 1)), "b.pdf")

    assert (fits.status_code, over.status_code) == (303, 422)
    assert "larger than 10 MB" in over.text


def test_a_body_that_is_far_too_large_is_refused_on_the_page_of_the_form(
    visit: Visit, author: Account, draft: Idea
) -> None:
    answer = send(visit(author), draft, pdf(bytes(12 << 20)))

    assert answer.status_code == 413
    assert "larger than 10 MB" in answer.text
    assert 'enctype="multipart/form-data"' in answer.text
    assert kept(draft) == []


def test_whom_the_idea_is_hidden_from_learns_nothing_from_a_body_that_is_too_large(visit: Visit, draft: Idea) -> None:
    answer = send(visit(make_account()), draft, pdf(bytes(12 << 20)))

    assert answer.status_code == 404


def test_other_forms_take_no_more_than_before(visit: Visit, author: Account, draft: Idea) -> None:
    body = b"title=" + b"a" * (3 << 20)
    kind = "application/x-www-form-urlencoded"

    answer = visit(author).client.post(f"/ideas/{draft.id}/edit", data=body, content_type=kind)

    assert answer.status_code == 413
    assert "That is too much at once" in answer.text


def test_a_fifth_file_fits_and_a_sixth_does_not(visit: Visit, author: Account, draft: Idea) -> None:
    visitor = visit(author)

    statuses = [send(visitor, draft, jpeg((20 + n, 20))).status_code for n in range(6)]
    page = visitor.get(f"/ideas/{draft.id}/files").text

    assert statuses == [303] * 5 + [409]
    assert len(kept(draft)) == 5
    assert "as many files as it can have" in page


def test_the_same_picture_twice_is_one(visit: Visit, author: Account, draft: Idea) -> None:
    visitor = visit(author)
    send(visitor, draft, jpeg())

    again = send(visitor, draft, jpeg(), "another name.jpeg")

    assert (again.status_code, "This file is here already" in again.text) == (422, True)
    assert len(kept(draft)) == 1


def test_the_same_picture_of_two_ideas_lies_once_and_goes_with_the_last(
    app: Flask, visit: Visit, run_jobs: RunJobs, campaign: Campaign, author: Account, draft: Idea, clock: MovingClock
) -> None:
    other = make_idea_in(State.DRAFT, campaign, author)
    first, second = (f"/ideas/{idea.id}/files/{add_file(idea, author).id}/remove" for idea in (draft, other))
    visitor, before = visit(author), lying(app)
    clock.move_by(hours=1)

    visitor.send(first)
    run_jobs()
    one_left = lying(app)
    visitor.send(second)
    run_jobs()

    assert (len(before), one_left, lying(app)) == (2, before, [])


def test_a_file_that_came_again_a_moment_ago_is_not_dropped(
    app: Flask, visit: Visit, run_jobs: RunJobs, author: Account, draft: Idea, clock: MovingClock
) -> None:
    file = add_file(draft, author)
    path = f"/ideas/{draft.id}/files/{file.id}/remove"
    clock.move_by(hours=1)
    store.bring(BytesIO(jpeg()), "again.jpg")

    visit(author).send(path)
    run_jobs()

    assert len(lying(app)) == 2


def test_what_nobody_has_is_swept_after_a_day_and_what_somebody_has_is_not(
    app: Flask, author: Account, draft: Idea, clock: MovingClock
) -> None:
    add_file(draft, author)
    owned = lying(app)
    store.bring(BytesIO(png()), "orphan.png")
    half = app.extensions["veche.settings"].VECHE_INSTANCE / "uploads" / "new-half"
    half.write_bytes(b"half")
    os.utime(half, (clock.now().timestamp(),) * 2)

    clock.move_by(hours=23)
    jobs.sweep()
    soon = lying(app), half.exists()
    clock.move_by(hours=2)
    jobs.sweep()
    jobs.sweep()

    assert (len(soon[0]), soon[1]) == (len(owned) + 2, True)
    assert (lying(app), half.exists()) == (owned, False)


def test_a_draft_that_is_thrown_away_takes_its_files_along(
    app: Flask, visit: Visit, run_jobs: RunJobs, author: Account, draft: Idea, clock: MovingClock
) -> None:
    add_file(draft, author)
    clock.move_by(hours=1)

    answer = visit(author).send(f"/ideas/{draft.id}/discard")
    run_jobs()

    assert (answer.status_code, lying(app)) == (303, [])
    assert db.session.scalar(select(func.count()).select_from(Upload)) == 0


def test_who_sends_very_many_files_waits(visit: Visit, author: Account, draft: Idea) -> None:
    visitor = visit(author)

    answers = [send(visitor, draft, b"not a picture") for _ in range(61)]

    assert [answer.status_code for answer in answers] == [422] * 60 + [429]


# When and by whom.


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (State.DRAFT, 303),
        (State.RETURNED, 303),
        (State.PUBLISHED, 303),
        (State.SUBMITTED, 409),
        (State.WITHDRAWN, 409),
        (State.REJECTED, 409),
        (State.HIDDEN, 409),
    ],
)
def test_files_are_added_while_the_text_can_be_changed(
    visit: Visit, campaign: Campaign, author: Account, state: State, status: int
) -> None:
    idea = make_idea_in(state, campaign, author)

    answer = send(visit(author), idea, jpeg())

    assert (answer.status_code, len(kept(idea))) == (status, 1 if status == 303 else 0)


def test_after_the_bell_a_published_idea_keeps_the_files_it_has(visit: Visit, app: Flask, author: Account) -> None:
    over = make_campaign(windows=[(PhaseKind.IDEAS, -10, -1)])
    idea = make_idea_in(State.PUBLISHED, over, author)
    file, visitor = add_file(idea, author), visit(author)

    added = send(visitor, idea, png())
    removed = visitor.send(f"/ideas/{idea.id}/files/{file.id}/remove")

    assert (added.status_code, removed.status_code, len(kept(idea))) == (409, 409, 1)


@pytest.mark.parametrize("who", ["stranger", "guest", "moderator"])
def test_nobody_else_adds_or_removes_files(
    visit: Visit, campaign: Campaign, author: Account, draft: Idea, published: Idea, who: str
) -> None:
    person = give_role(make_account(), Role.MODERATOR, campaign) if who == "moderator" else make_account()
    visitor = visit(None if who == "guest" else person)
    files_there = {idea.id: add_file(idea, author).id for idea in (draft, published)}

    statuses = {
        *(send(visitor, idea, png()).status_code for idea in (draft, published)),
        *(visitor.send(f"/ideas/{id}/files/{file}/remove").status_code for id, file in files_there.items()),
        *(visitor.get(f"/ideas/{id}/files").status_code for id in files_there),
    }

    assert statuses == {404}
    assert [len(kept(idea)) for idea in (draft, published)] == [1, 1]


def test_a_file_is_removed_at_its_own_idea_alone(visit: Visit, author: Account, draft: Idea, published: Idea) -> None:
    file = add_file(draft, author)

    answer = visit(author).send(f"/ideas/{published.id}/files/{file.id}/remove")

    assert (answer.status_code, len(kept(draft))) == (404, 1)


def test_a_file_of_a_published_idea_is_a_small_change_that_a_moderator_looks_at(
    visit: Visit, author: Account, published: Idea
) -> None:
    send(visit(author), published, jpeg())
    send(visit(author), published, pdf(), "План.pdf", caption="")

    db.session.rollback()
    versions = db.session.scalars(select(Version).order_by(Version.number)).all()
    assert [(version.weight.value, version.fields["files"]) for version in versions] == [
        ("first", ""),
        ("minor", f"{CAPTION} (photo.jpg)"),
        ("minor", f"{CAPTION} (photo.jpg)\nПлан.pdf"),
    ]
    assert [case.contribution_id for case in db.session.scalars(select(Case))] == [published.id]
    assert "План.pdf" in visit().get(f"/ideas/{published.id}/history").text


def test_a_change_of_words_leaves_the_files_in_the_history_as_they_are(
    visit: Visit, author: Account, published: Idea
) -> None:
    visitor = visit(author)
    send(visitor, published, jpeg())
    text = {"title": published.title, "problem": published.problem, "proposal": published.proposal, "effect": "Легче."}

    visitor.send(f"/ideas/{published.id}/edit", text)

    db.session.rollback()
    last = db.session.scalars(select(Version).order_by(Version.number.desc())).first()
    assert last is not None
    assert (last.fields["effect"], last.fields["files"]) == ("Легче.", f"{CAPTION} (photo.jpg)")


# On the page and in the browser.


def test_a_moderator_sees_the_files_beside_the_words(visit: Visit, campaign: Campaign, author: Account) -> None:
    waiting = make_idea_in(State.SUBMITTED, campaign, author)
    file, case = add_file(waiting, author), make_case(waiting)
    moderator = give_role(make_account(), Role.MODERATOR, campaign)

    page = visit(moderator).get(f"/moderation/cases/{case.id}").text

    assert f'src="/ideas/{waiting.id}/files/{file.id}/small/photo.jpg"' in page


def test_the_page_of_an_idea_shows_small_pictures_and_tells_of_documents(
    visit: Visit, author: Account, published: Idea
) -> None:
    picture = add_file(published, author, jpeg((1000, 500)))
    document = add_file(published, author, pdf(bytes(400_000)), "План.pdf")

    page = visit().get(f"/ideas/{published.id}").text

    assert f'src="/ideas/{published.id}/files/{picture.id}/small/photo.jpg"' in page
    assert f'alt="{CAPTION}" width="480" height="240" loading="lazy"' in page
    assert f"/ideas/{published.id}/files/{document.id}/" in page
    assert "PDF, 390 KB" in page


def served(visitor: Visitor, idea: Idea, file: IdeaFile, rest: str = "a.jpg") -> TestResponse:
    return visitor.get(f"/ideas/{idea.id}/files/{file.id}/{rest}", buffered=True)


@pytest.mark.parametrize(
    ("content", "name", "media_type", "disposition"),
    [
        (jpeg() + SCRIPT, "page.html", "image/jpeg", "inline; filename=page.jpg"),
        (png(see_through=True) + SCRIPT, "x.svg", "image/png", "inline; filename=x.png"),
        (
            pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>" + SCRIPT),
            "План на год.pdf",
            "application/pdf",
            "attachment; filename*=UTF-8''%D0%9F%D0%BB%D0%B0%D0%BD%20%D0%BD%D0%B0%20%D0%B3%D0%BE%D0%B4.pdf",
        ),
    ],
)
def test_a_file_is_handed_so_that_nothing_in_it_runs(
    visit: Visit, author: Account, published: Idea, content: bytes, name: str, media_type: str, disposition: str
) -> None:
    file = add_file(published, author, content, name)

    answer = served(visit(), published, file)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert (
        answer.headers["Content-Disposition"]
        .replace("filename=______.pdf; ", "")
        .endswith(disposition.partition("; ")[2])
    )
    assert answer.headers["Content-Disposition"].startswith(disposition.partition(";")[0])
    assert (SCRIPT in answer.data) == (media_type == "application/pdf")


def test_the_small_copy_is_a_small_picture(visit: Visit, author: Account, published: Idea) -> None:
    file = add_file(published, author, jpeg((1000, 500)))

    answer = served(visit(), published, file, "small/photo.jpg")

    assert Image.open(io.BytesIO(answer.data)).size == (480, 240)
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_document_has_no_small_copy(visit: Visit, author: Account, published: Idea) -> None:
    file = add_file(published, author, pdf(), "a.pdf")

    assert served(visit(), published, file, "small/a.pdf").status_code == 404


def test_a_public_file_is_kept_by_caches_that_ask_again_and_a_hidden_one_by_nobody(
    visit: Visit, author: Account, draft: Idea, published: Idea
) -> None:
    shown, hidden = add_file(published, author), add_file(draft, author)

    public, private = served(visit(), published, shown), served(visit(author), draft, hidden)
    etag = public.headers["ETag"]
    path = f"/ideas/{published.id}/files/{shown.id}/a.jpg"
    again = visit().get(path, headers={"If-None-Match": etag}, buffered=True)

    assert (public.headers["Cache-Control"], private.headers["Cache-Control"]) == (
        "public, no-cache",
        "private, no-store",
    )
    assert (again.status_code, again.data) == (304, b"")


HIDDEN = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.REJECTED, State.HIDDEN, State.WITHDRAWN)


@pytest.mark.parametrize("state", HIDDEN)
def test_the_files_of_what_is_hidden_are_hidden(
    visit: Visit, campaign: Campaign, author: Account, state: State
) -> None:
    idea = make_idea_in(state, campaign, author)
    file = add_file(idea, author)
    moderator = give_role(make_account(), Role.MODERATOR, campaign)

    seen = {
        name: [served(visitor, idea, file, rest).status_code for rest in ("a.jpg", "small/a.jpg")]
        for name, visitor in {
            "guest": visit(),
            "stranger": visit(make_account()),
            "author": visit(author),
            "moderator": visit(moderator),
        }.items()
    }

    of_moderator = [404, 404] if state == State.DRAFT else [200, 200]
    assert seen == {"guest": [404, 404], "stranger": [404, 404], "author": [200, 200], "moderator": of_moderator}


def test_a_file_is_found_at_its_own_idea_alone(visit: Visit, author: Account, draft: Idea, published: Idea) -> None:
    hidden = add_file(draft, author)

    assert served(visit(), published, hidden).status_code == 404


def test_two_at_once_do_not_pass_the_limit(author: Account, draft: Idea) -> None:
    with step():
        actor = actor_of(db.session.get_one(Account, author.id))
        for n in range(5):
            brought = store.bring(BytesIO(jpeg((30 + n, 30))), "a.jpg")
            files.add(actor, draft.id, brought, CAPTION, clocks.now())

    assert [row[2] for row in kept(draft)] == [CAPTION] * 5


def test_purging_drafts_of_guests_leaves_files_of_people(
    app: Flask, author: Account, draft: Idea, clock: MovingClock
) -> None:
    add_file(draft, author)
    clock.move_by(days=30)
    with step():
        drafts.purge(clock.now() + timedelta(days=1))

    assert db.session.scalar(select(Contribution.state).where(Contribution.id == draft.id)) == State.DRAFT
    assert len(kept(draft)) == 1


def test_the_folder_holds_files_by_the_digest_of_what_is_kept(app: Flask, author: Account, draft: Idea) -> None:
    file = add_file(draft, author)
    digest = db.session.get_one(Upload, file.upload_id).digest

    path: Path = app.extensions["veche.settings"].VECHE_INSTANCE / "uploads" / digest[:2] / digest[2:]
    assert path == store.path_of(digest)
    assert path.is_file()
