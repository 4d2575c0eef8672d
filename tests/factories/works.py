"""What is done about ideas: work, its steps and reports, and objections, put into the tables as they would stand there."""

from datetime import date
from io import BytesIO

from app.accounts.models import Account
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.offices.models import Office
from app.uploads import domain as uploads
from app.uploads import store
from campaigns.contributions.models import PUBLIC, Contribution, Kind, State
from campaigns.ideas.models import Idea
from campaigns.implementation.domain.works import ENDED, OUTCOMES
from campaigns.implementation.models import Contest, Milestone, Progress, Undertaking, WorkState
from tests.factories.people import make_account
from tests.factories.uploads import jpeg


def make_work(idea: Idea, office: Office, state: WorkState = WorkState.IN_PROGRESS, **over: object) -> Undertaking:
    """The department works on the idea, which has the status that this gives it. One that is done has its report with a link."""
    now, ended = clock.now(), state in ENDED
    reason = "Оказалось дороже, чем думали." if state == WorkState.GIVEN_UP else ""
    fields = {"reason": reason, "begun_at": now, "changed_at": now, "ended_at": now if ended else None, **over}
    with step():
        work = Undertaking(campaign_id=idea.campaign_id, idea_id=idea.id, office_id=office.id, state=state, **fields)
        db.session.add(work)
        db.session.get_one(Idea, idea.id).outcome = OUTCOMES.get(state)
    if state == WorkState.DONE:
        put_report(work, state=state, text="Готово, можно пользоваться.", link="https://example.org/ready")
    return work


def put_report(
    work: Undertaking,
    by: Account | None = None,
    text: str = "Заключили договор с разработчиком.",
    state: WorkState = WorkState.IN_PROGRESS,
    *,
    picture: bool = False,
    **over: object,
) -> Progress:
    """A report, as the department would have made it."""
    brought = store.bring(BytesIO(jpeg()), "site.jpg") if picture else None
    with step():
        account = by or db.session.query(Account).order_by(Account.id).first() or make_account()
        upload = uploads.keep(account.id, brought, clock.now()) if brought else None
        progress = Progress(
            undertaking_id=work.id,
            state=state,
            text=text,
            upload_id=upload.id if upload else None,
            caption="Пандус у библиотеки" if upload else "",
            office_id=work.office_id,
            reported_by=by.id if by else None,
            reported_at=clock.now(),
            **over,
        )
        db.session.add(progress)
    return progress


def add_step(work: Undertaking, title: str = "Проект готов", place: int = 1, due_on: date | None = None) -> Milestone:
    """A step that is still to be reached."""
    with step():
        milestone = Milestone(undertaking_id=work.id, place=place, title=title, due_on=due_on)
        db.session.add(milestone)
    return milestone


def put_contest(
    work: Undertaking,
    author: Account | None = None,
    state: State = State.PUBLISHED,
    body: str = "Пандус кончается перед последней ступенькой.",
    *,
    picture: bool = False,
    caption: str = "Последняя ступенька без пандуса",
) -> Contest:
    """Somebody objects to what is reported as done, in any state but a restricted one."""
    now = clock.now()
    author = author or make_account()
    brought = store.bring(BytesIO(jpeg((30, 40))), "step.jpg") if picture else None
    with step():
        common = Contribution(
            kind=Kind.CONTEST,
            campaign_id=work.campaign_id,
            author_id=author.id,
            state=state,
            language="ru",
            created_at=now,
            changed_at=now,
            submitted_at=None if state == State.DRAFT else now,
            published_at=now if state in PUBLIC else None,
        )
        db.session.add(common)
        db.session.flush()
        upload = uploads.keep(author.id, brought, now) if brought else None
        contest = Contest(
            id=common.id,
            campaign_id=work.campaign_id,
            undertaking_id=work.id,
            account_id=author.id,
            body=body,
            upload_id=upload.id if upload else None,
            caption=caption if upload else "",
        )
        db.session.add(contest)
    return contest
