"""From a due notice to a mail and its row in the ledger: real PostgreSQL, real SMTP, the runtime's own clockwork."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from schemas.agreements import FindMailboxes, FunctionMailboxChanged, Mailbox, Mailboxes
from schemas.base import Query
from schemas.followup import ListOccurrences, OccurrenceLine, OccurrenceLines, OccurrenceState, ReminderDue, Rung
from schemas.notifier import MailState
from services.notifier.handlers.hearing import on_function_mailbox_changed, on_occurrence_completed, on_reminder_due
from services.notifier.handlers.mailing import mailing
from services.notifier.settings import Settings
from services.runtime.clockwork import Clockwork
from services.runtime.database import Database
from services.runtime.errors import Unavailable
from services.runtime.measures import Measures
from tests.conftest import MakeDatabase
from tests.fakes import StoppedClock
from tests.looking import rows
from tests.notifier.mailserver import HANG_UP, MailServer
from tests.notifier.test_hearing import COMPLETED
from tests.notifier.wholes import KOMMUNPOLIS, SAMORDNARE, TODAY, a_mailbox, a_reminder_due, an_id, an_occurrence

LATE = an_occurrence("sen", "2026-02-15")
NEAR = an_occurrence()


@dataclass
class Neighbours:
    """What followup and agreements would answer; real ones answer in tests/journeys."""

    lines: dict[UUID, OccurrenceLine] = field(default_factory=lambda: {one.id: one for one in (NEAR, LATE)})
    mailboxes: dict[UUID, Mailbox] = field(
        default_factory=lambda: {one.function_id: one for one in (SAMORDNARE, KOMMUNPOLIS)}
    )
    away: bool = False
    then: Callable[[], Any] | None = None
    """Done once, after the answer: what happens between asking and sending."""

    async def ask(self, question: Query, _answer: type[Any]) -> Any:
        if self.away:
            raise Unavailable("Tjänsten followup svarar inte just nu. Försök igen om en stund.")
        if isinstance(question, ListOccurrences):
            known = tuple(self.lines[one] for one in question.ids if one in self.lines)
            return OccurrenceLines(today=TODAY, occurrences=known)
        assert isinstance(question, FindMailboxes)
        found = tuple(self.mailboxes[one] for one in question.functions if one in self.mailboxes)
        if self.then:
            then, self.then = self.then, None
            await then()
        return Mailboxes(mailboxes=found)


@dataclass
class Notifier:
    url: str
    database: Database
    clock: StoppedClock
    neighbours: Neighbours
    settings: Settings
    clockwork: Clockwork = field(init=False)

    def __post_init__(self) -> None:
        bus: Any = self.neighbours
        self.clockwork = Clockwork(self.database, bus, Measures(), asyncio.Event())
        self.mailing = mailing(self.settings)

    async def hear(self, *facts: ReminderDue) -> None:
        async with self.database.work() as work:
            for fact in facts:
                await on_reminder_due(fact, work)

    async def tick(self) -> int:
        return await self.clockwork.until_quiet(self.mailing)

    async def ledger(self) -> dict[str, str]:
        found = await rows(self.url, "SELECT rung, state FROM notice ORDER BY rung")
        return {row["rung"]: row["state"] for row in found}

    async def column(self, name: str) -> list[Any]:
        return [row[0] for row in await rows(self.url, f"SELECT {name} FROM notice ORDER BY rung")]  # noqa: S608

    async def phases(self) -> list[str]:
        return [row[0] for row in await rows(self.url, "SELECT phase FROM attempt ORDER BY id")]

    async def told(self) -> list[str]:
        found = await rows(self.url, "SELECT subject FROM event_log ORDER BY 1")
        return [row[0].removeprefix("event.notifier.").removesuffix(".v1") for row in found]

    async def time_passes(self) -> None:
        """As if every lease and every wait were over."""
        await rows(
            self.url, "UPDATE notice SET lease_until = now() - interval '1 s', retry_at = now() - interval '1 s'"
        )


@pytest.fixture
async def neighbours() -> Neighbours:
    return Neighbours()


@pytest.fixture
async def notifier(
    database: MakeDatabase, clock: StoppedClock, mailserver: MailServer, neighbours: Neighbours
) -> AsyncIterator[Notifier]:
    url = await database("notifier")
    settings = Settings(
        database_url=url,
        smtp_url=mailserver.url,
        link_key="a key for tests, long enough to sign with",
        quiet_seconds=0,
        smtp_patience_seconds=0.5,
    )
    kept = Database(url, clock)
    yield Notifier(url, kept, clock, neighbours, settings)
    await kept.close()


async def test_a_due_reminder_becomes_a_mail_and_the_ledger_tells_it(notifier: Notifier, mailserver: MailServer):
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    (mail,) = mailserver.took
    assert mail["Subject"] == "Påminnelse: Trygghetsvandring dit allmänheten bjuds in, senast 2026-03-30"
    assert await notifier.ledger() == {"t-28": MailState.SENT}
    assert await notifier.column("message_id") == [mail["Message-ID"]]
    assert await notifier.column("role") == ["samordnare"]
    assert await notifier.phases() == ["claimed", "dot", "accepted"]
    assert await notifier.told() == ["reminder-sent"]


async def test_two_items_for_a_mailbox_are_one_digest(notifier: Notifier, mailserver: MailServer):
    await notifier.hear(a_reminder_due(), a_reminder_due("sen", Rung.T_PLUS_15))
    await notifier.tick()
    assert [mail["Subject"] for mail in mailserver.took] == ["Två löften att följa upp, ett av dem försenat"]
    assert set((await notifier.ledger()).values()) == {MailState.SENT}
    assert await notifier.told() == ["reminder-sent", "reminder-sent"]


async def test_nothing_leaves_before_eight_or_on_a_red_day(
    notifier: Notifier, mailserver: MailServer, clock: StoppedClock
):
    clock.set("2026-02-28T10:00")
    await notifier.hear(a_reminder_due())
    assert await notifier.tick() == 0
    clock.set("2026-03-02T07:59")
    assert await notifier.tick() == 0
    clock.set("2026-03-02T08:05")
    await notifier.tick()
    assert len(mailserver.took) == 1


async def test_the_second_item_of_a_day_joins_the_next_working_days_mail(
    notifier: Notifier, mailserver: MailServer, clock: StoppedClock
):
    clock.set("2026-03-06T08:00")
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    clock.set("2026-03-06T13:00")
    await notifier.hear(a_reminder_due("sen", Rung.T_PLUS_15))
    await notifier.tick()
    assert len(mailserver.took) == 1
    assert await notifier.column("reason") == ["Väntar: brevlådan har redan fått dagens mejl.", ""]
    clock.set("2026-03-09T08:00")
    await notifier.hear(a_reminder_due(rung=Rung.T_MINUS_7))
    await notifier.tick()
    assert [mail["Subject"] for mail in mailserver.took[1:]] == ["Två löften att följa upp, ett av dem försenat"]


async def test_two_functions_behind_one_mailbox_get_one_mail_a_day(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    second = a_mailbox("folkhalsa", mailbox="Samordnare@example.se")
    neighbours.mailboxes[second.function_id] = second
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    await notifier.hear(a_reminder_due("sen", Rung.T_PLUS_1, to=(second,)))
    await notifier.tick()
    assert len(mailserver.took) == 1


@pytest.mark.parametrize("state", [OccurrenceState.COMPLETED, OccurrenceState.CANCELLED, OccurrenceState.PAUSED])
async def test_how_things_stand_when_it_leaves_decides(
    state: OccurrenceState, notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    neighbours.lines[NEAR.id] = an_occurrence(state=state)
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    assert mailserver.took == []
    assert await notifier.ledger() == {"t-28": MailState.SKIPPED}
    assert await notifier.told() == ["reminder-skipped"]


async def test_what_is_done_between_asking_and_sending_is_not_sent(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    async def done() -> None:
        async with notifier.database.work() as work:
            await on_occurrence_completed(COMPLETED, work)

    neighbours.then = done
    await notifier.hear(a_reminder_due(), a_reminder_due("sen", Rung.T_PLUS_15))
    await notifier.tick()
    assert [mail["Subject"].split(":")[0] for mail in mailserver.took] == ["Försenat"]  # the other item, alone
    assert await notifier.ledger() == {"t+15": MailState.SENT, "t-28": MailState.SKIPPED}


async def test_when_another_service_is_away_nothing_is_lost(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    neighbours.away = True
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    assert await notifier.ledger() == {"t-28": MailState.PLANNED}
    neighbours.away = False
    assert await notifier.tick() == 0  # not at once
    await notifier.time_passes()
    await notifier.tick()
    assert len(mailserver.took) == 1


async def test_not_now_grows_from_a_minute_and_ends_in_a_mail(notifier: Notifier, mailserver: MailServer):
    mailserver.at_dot.extend(["451 4.7.1 Greylisted", "451 4.7.1 Greylisted"])
    await notifier.hear(a_reminder_due())
    for minutes in (1, 5):
        await notifier.tick()
        (wait,) = await notifier.column("retry_at - now()")
        assert timedelta(minutes=minutes) - timedelta(seconds=5) < wait <= timedelta(minutes=minutes)
        await notifier.time_passes()
    await notifier.tick()
    assert len(mailserver.took) == 1
    assert await notifier.phases() == ["claimed", "dot", "failed"] * 2 + ["claimed", "dot", "accepted"]
    assert await notifier.column("attempts") == [3]


async def test_a_changed_mailbox_lets_what_was_put_off_leave_at_once(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    mailserver.at_rcpt.append("452 4.2.2 Mailbox full")
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    moved = a_mailbox(mailbox="ny.samordnare@example.se")
    neighbours.mailboxes[moved.function_id] = moved
    async with notifier.database.work() as work:
        await on_function_mailbox_changed(FunctionMailboxChanged(function_id=moved.function_id), work)
    await notifier.tick()
    assert len(mailserver.to("ny.samordnare@example.se")) == 1


async def test_no_for_good_is_written_down_and_announced(notifier: Notifier, mailserver: MailServer):
    mailserver.at_rcpt.append("550 5.1.1 No such mailbox")
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    assert await notifier.ledger() == {"t-28": MailState.REFUSED}
    assert await notifier.column("reason") == ["E-postservern tar inte emot: 550 5.1.1 No such mailbox"]
    assert await notifier.told() == ["reminder-refused"]


async def test_a_mail_server_that_was_away_is_tried_again_within_a_moment(notifier: Notifier, mailserver: MailServer):
    await mailserver.stop()
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    (wait,) = await notifier.column("retry_at - now()")
    assert wait <= timedelta(seconds=30)
    await mailserver.start()
    await asyncio.sleep(2)  # the channel leaves it alone for a moment
    await notifier.time_passes()
    await notifier.tick()
    assert len(mailserver.took) == 1


async def test_a_mail_in_doubt_is_sent_once_more_and_the_ledger_explains_the_double(
    notifier: Notifier, mailserver: MailServer
):
    mailserver.after_dot.append(HANG_UP)
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    assert await notifier.ledger() == {"t-28": MailState.CLAIMED}
    await notifier.time_passes()
    await notifier.tick()
    assert len({mail["Message-ID"] for mail in mailserver.took}) == 1
    assert len(mailserver.took) == 2
    assert await notifier.ledger() == {"t-28": MailState.SENT}
    assert await notifier.column("reason") == ["Sänt en gång till: den förra gången kom aldrig något svar."]
    assert await notifier.phases() == ["claimed", "dot", "lost", "claimed", "dot", "accepted"]


async def test_a_second_doubt_is_the_last(notifier: Notifier, mailserver: MailServer):
    mailserver.after_dot.extend([HANG_UP, HANG_UP])
    await notifier.hear(a_reminder_due())
    for _ in range(4):
        await notifier.tick()
        await notifier.time_passes()
    assert len(mailserver.took) == 2
    assert await notifier.ledger() == {"t-28": MailState.SKIPPED}
    assert (await notifier.column("reason"))[0].startswith("Oklart:")
    assert await notifier.told() == ["reminder-skipped"]


async def test_a_doubted_digest_is_repeated_without_what_is_done_meanwhile(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    mailserver.after_dot.append(HANG_UP)
    await notifier.hear(a_reminder_due(), a_reminder_due("sen", Rung.T_PLUS_15))
    await notifier.tick()
    neighbours.lines[NEAR.id] = an_occurrence(state=OccurrenceState.COMPLETED)
    await notifier.time_passes()
    await notifier.tick()
    assert [mail["Subject"].split()[0] for mail in mailserver.took] == ["Två", "Försenat:"]
    assert await notifier.ledger() == {"t+15": MailState.SENT, "t-28": MailState.SKIPPED}


async def test_a_claim_whose_holder_died_before_the_dot_is_sent_by_another(notifier: Notifier, mailserver: MailServer):
    await notifier.hear(a_reminder_due())
    async with notifier.database.work() as work:
        assert len(await notifier.mailing.claim(work)) == 1  # and then it dies
    assert await notifier.tick() == 0
    await notifier.time_passes()
    await notifier.tick()
    assert len(mailserver.took) == 1
    assert await notifier.phases() == ["claimed", "claimed", "dot", "accepted"]
    assert await notifier.column("reason") == [""]


async def test_a_holder_that_slept_past_its_lease_sends_nothing(notifier: Notifier, mailserver: MailServer):
    await notifier.hear(a_reminder_due())
    async with notifier.database.work() as work:
        claimed = await notifier.mailing.claim(work)
    bus: Any = notifier.neighbours
    (letter,) = await notifier.mailing.prepare(claimed, bus, notifier.clock.now())
    await notifier.time_passes()
    await notifier.tick()  # another one sends it

    async def ready() -> bool:
        async with notifier.database.work() as work:
            return await notifier.mailing.mark(letter, work)

    outcome = await notifier.mailing.deliver(letter, ready)
    async with notifier.database.work() as work:
        await notifier.mailing.record(outcome, work)
    assert len(mailserver.took) == 1
    assert await notifier.ledger() == {"t-28": MailState.SENT}


async def test_two_notifiers_at_once_send_each_reminder_once(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    everybody = [a_mailbox(f"roll-{number}") for number in range(40)]
    neighbours.mailboxes |= {one.function_id: one for one in everybody}
    other = Notifier(notifier.url, notifier.database, notifier.clock, neighbours, notifier.settings)
    await notifier.hear(a_reminder_due(to=tuple(everybody)), a_reminder_due("sen", Rung.T_PLUS_1, to=tuple(everybody)))
    await asyncio.gather(notifier.tick(), other.tick())
    assert sorted(mail["To"] for mail in mailserver.took) == sorted(one.mailbox for one in everybody)
    assert set(await notifier.column("state")) == {MailState.SENT}


async def test_mails_are_not_made_while_reminders_are_still_being_heard(notifier: Notifier, mailserver: MailServer):
    slow = Settings(**(notifier.settings.model_dump() | {"quiet_seconds": 0.6}))
    patient = Notifier(notifier.url, notifier.database, notifier.clock, notifier.neighbours, slow)
    await patient.hear(a_reminder_due())
    making = asyncio.create_task(patient.tick())
    await asyncio.sleep(0.3)
    await patient.hear(a_reminder_due("sen", Rung.T_PLUS_15))
    await making
    assert len(mailserver.took) == 1
    assert an_id("sen") in [row[0] for row in await rows(notifier.url, "SELECT occurrence_id FROM notice")]
