"""A ceiling of mails per mailbox and week: what is above folds into one digest, but no day passes in silence for it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.followup import OccurrenceState
from schemas.notifier import MailState, SimulatedMails, SimulateMails
from schemas.working_days import is_working_day
from services.notifier.handlers.simulation import simulating
from services.notifier.model.ceiling import HAS_HAD_TODAYS, monday, next_weeks_mail, presses, why_waits
from services.notifier.store.claims import Claims
from tests.fakes import StoppedClock
from tests.looking import rows
from tests.notifier.mailserver import MailServer
from tests.notifier.post_room import Neighbours, Notifier
from tests.notifier.test_simulation import coming
from tests.notifier.wholes import SAMORDNARE, TODAY, a_draft, a_mailbox, a_reminder_due, an_occurrence

FAR = "2026-06-30"
MONDAY = TODAY
FULL = {MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)}
THURSDAY, FRIDAY = MONDAY + timedelta(days=3), MONDAY + timedelta(days=4)
WAITS = "Väntar: brevlådan har redan fått veckans tre mejl. Det går samlat 2026-03-09."


def test_the_fourth_mail_of_a_week_waits_for_the_next():
    assert why_waits(FULL - {MONDAY}, THURSDAY, 3, goes_above=False) == ""
    assert why_waits(FULL, THURSDAY, 3, goes_above=False) == WAITS
    assert why_waits(FULL, THURSDAY, 3, goes_above=True) == ""
    assert why_waits({*FULL, THURSDAY}, THURSDAY, 3, goes_above=True) == HAS_HAD_TODAYS
    assert why_waits(FULL, date(2026, 3, 9), 3, goes_above=False) == ""


def test_a_day_that_would_pass_before_the_next_weeks_mail_presses():
    assert presses([THURSDAY], THURSDAY)
    assert presses([None, date(2026, 3, 8)], THURSDAY)
    assert not presses([date(2026, 3, 9)], THURSDAY)  # that morning is early enough
    assert not presses([MONDAY, None], THURSDAY)  # it has passed already


def test_what_waits_leaves_on_the_next_weeks_first_working_day():
    assert next_weeks_mail(date(2026, 4, 2)) == date(2026, 4, 7)  # annandag påsk is red
    assert next_weeks_mail(MONDAY, {date(2026, 3, 9)}) == date(2026, 3, 10)
    assert next_weeks_mail(date(2026, 3, 8)) == date(2026, 3, 9)


@dataclass(frozen=True)
class Told:
    """A reminder to one mailbox, and in how many days it falls due."""

    on: date
    due: date | None


TOLD = st.builds(
    lambda day, left: Told(MONDAY + timedelta(days=day), left and MONDAY + timedelta(days=day + left)),
    st.integers(0, 25).filter(lambda day: is_working_day(MONDAY + timedelta(days=day))),
    st.none() | st.integers(-30, 60),
)


@given(st.lists(TOLD, max_size=40), st.integers(1, 5))
def test_nothing_is_lost_or_late_and_no_week_has_more_than_its_mails_unless_a_day_presses(told: list[Told], most: int):
    mails: dict[date, list[Told]] = {}
    waiting: list[Told] = []
    for day in (MONDAY + timedelta(days=nr) for nr in range(40)):
        waiting += [one for one in told if one.on == day]
        if waiting and is_working_day(day):
            goes_above = presses([one.due for one in waiting], day)
            if not why_waits(mails.keys(), day, most, goes_above=goes_above):
                mails[day], waiting = waiting, []
    assert waiting == []
    assert sorted(map(id, told)) == sorted(id(one) for mail in mails.values() for one in mail)
    for day, mail in mails.items():
        assert mail
        assert all(day <= next_weeks_mail(one.on) for one in mail)
        assert all(day <= one.due for one in mail if one.due and one.due >= one.on)
    for _, days in groupby(sorted(mails), monday):
        freely = [day for day in days if not presses([one.due for one in mails[day]], day)]
        assert len(freely) <= most


async def days_of_mail(notifier: Notifier, clock: StoppedClock, told: dict[date, str]) -> None:
    """Morning by morning: what is said, each letter a reminder, and what leaves."""
    for day, slugs in told.items():
        clock.set(f"{day}T09:00")
        notifier.neighbours.today = day
        await notifier.hear(*(a_reminder_due(slug) for slug in slugs))
        await notifier.tick()


def known(neighbours: Neighbours, slugs: Iterable[str], due: str = FAR, **changes: object) -> None:
    neighbours.lines |= {line.id: line for line in (an_occurrence(slug, due, **changes) for slug in slugs)}


def subjects(mailserver: MailServer) -> list[str]:
    return [str(mail["Subject"]) for mail in mailserver.took]


async def test_above_the_ceiling_reminders_wait_and_leave_as_one_mail_the_next_week(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours, clock: StoppedClock
):
    known(neighbours, "abcdef")
    days = [MONDAY + timedelta(days=nr) for nr in range(5)]
    await days_of_mail(notifier, clock, dict(zip(days, "abcde", strict=True)))
    assert len(mailserver.took) == 3
    assert sorted(await notifier.column("reason")) == ["", "", "", WAITS, WAITS]
    await days_of_mail(notifier, clock, {date(2026, 3, 7): "", date(2026, 3, 9): "f"})
    assert subjects(mailserver)[3:] == ["Tre löften att följa upp"]
    assert set(await notifier.column("state")) == {MailState.SENT}


async def test_a_day_that_would_pass_lets_a_mail_leave_at_once_with_all_that_waits(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours, clock: StoppedClock
):
    known(neighbours, "abcd")
    known(neighbours, "e", due="2026-03-08")
    days = [MONDAY + timedelta(days=nr) for nr in range(5)]
    await days_of_mail(notifier, clock, dict(zip(days, "abcde", strict=True)))
    assert subjects(mailserver)[3:] == ["Två löften att följa upp"]
    assert [mail["Date"][:3] for mail in mailserver.took] == ["Mon", "Tue", "Wed", "Fri"]


async def test_what_is_done_while_it_waits_is_not_mailed_and_no_empty_mail_leaves(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours, clock: StoppedClock
):
    known(neighbours, "abcd")
    days = [MONDAY + timedelta(days=nr) for nr in range(4)]
    await days_of_mail(notifier, clock, dict(zip(days, "abcd", strict=True)))
    known(neighbours, "d", state=OccurrenceState.COMPLETED)
    await days_of_mail(notifier, clock, {date(2026, 3, 9): ""})
    assert len(mailserver.took) == 3
    assert await notifier.column("state") == [MailState.SENT] * 3 + [MailState.SKIPPED]


async def test_another_mailbox_has_a_week_of_its_own(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours, clock: StoppedClock
):
    other = a_mailbox("skola")
    neighbours.mailboxes[other.function_id] = other
    known(neighbours, "abcd")
    await days_of_mail(notifier, clock, dict(zip(sorted(FULL), "abc", strict=True)))
    clock.set(f"{THURSDAY}T09:00")
    await notifier.hear(a_reminder_due("d", to=(SAMORDNARE, other)))
    await notifier.tick()
    assert [mail["To"] for mail in mailserver.took[3:]] == [other.mailbox]


@pytest.mark.parametrize(("presses_too", "repeats"), [(False, None), (True, None), (False, uuid4())])
@pytest.mark.parametrize("ceiling", [1, 3, 4])
@pytest.mark.parametrize(
    "mailed",
    [
        FULL,
        FULL - {MONDAY},
        {*FULL, THURSDAY},
        {MONDAY - timedelta(days=3)} | FULL,
        {MONDAY - timedelta(days=1)} | FULL - {MONDAY},
        set(),
    ],
)
async def test_the_gate_before_the_mail_server_follows_the_same_rule(
    mailed: set[date], ceiling: int, presses_too: bool, repeats: UUID | None, notifier: Notifier
):
    draft = a_draft(an_occurrence(due=str(THURSDAY) if presses_too else FAR))
    mail = replace(replace(draft, today=THURSDAY).mail("example.se"), doubted=repeats)
    for day in mailed:
        await rows(notifier.url, "INSERT INTO mailed_day VALUES ($1, $2, gen_random_uuid())", mail.mailbox_hash, day)
    await notifier.hear(a_reminder_due())
    async with notifier.database.work() as work:
        claims = await Claims(work.connection).take(work.now, timedelta(minutes=1))
        marked = await Claims(work.connection).mark([(mail, claims)], THURSDAY, ceiling, timedelta(minutes=1))
    waits = why_waits(mailed, THURSDAY, ceiling, goes_above=mail.goes_above)
    assert mail.presses is presses_too
    assert marked == (set() if waits else {mail.id})


async def test_what_is_simulated_day_by_day_is_what_is_sent(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours, clock: StoppedClock
):
    """Two weeks of a mailbox, from its first mail on; on the second Thursday something presses."""
    slugs = "abcdefghijklm"
    known(neighbours, slugs)
    known(neighbours, "i", due="2026-03-13")
    working = [day for day in (MONDAY + timedelta(days=nr) for nr in range(16)) if is_working_day(day)]
    said = dict(zip(working, slugs, strict=False))
    lines = {line.slug: line for line in neighbours.lines.values()}
    before, foretold = SimulatedMails(), []
    for day in (MONDAY + timedelta(days=nr) for nr in range(16)):
        new = tuple(coming(lines[slug], a_reminder_due().rung, SAMORDNARE) for slug in said.get(day, ""))
        asked = SimulateMails(on=day, reminders=(*before.waiting, *new), mailboxes=(SAMORDNARE,), mailed=before.mailed)
        async with notifier.database.work() as work:
            before = await simulating(3)(asked, work)
        foretold += [(day, {one.subject_id for one in mail.notices}) for mail in before.mails]
    await days_of_mail(notifier, clock, {day: said.get(day, "") for day in working})
    together: dict[object, set[object]] = {}
    for mail, subject in zip(await notifier.column("mail_id"), await notifier.column("occurrence_id"), strict=True):
        together.setdefault(mail, set()).add(subject)
    assert [subjects for _, subjects in foretold] == sorted(
        together.values(), key=lambda each: min(slugs.index(slug) for slug in slugs if lines[slug].id in each)
    )
    assert [f"{day:%a}" for day, _ in foretold] == [mail["Date"][:3] for mail in mailserver.took]
    assert len(foretold) == 3 + 4 + 2
