"""From a deadline's reminder to a mail: with what else is due to the mailbox, and only while it stands."""

import pytest

from schemas.base import Party
from schemas.followup import DeadlineKind, DeadlineLine, Rung
from schemas.notifier import Addressee, FindUnreached, MailState, ReminderSent, ReminderSkipped, ShowLedger
from services.notifier.handlers.answers import find_unreached
from services.notifier.handlers.ledger import show_ledger
from tests.fakes import StoppedClock
from tests.looking import rows
from tests.notifier.mailserver import MailServer
from tests.notifier.post_room import Neighbours, Notifier
from tests.notifier.test_letter import body
from tests.notifier.wholes import (
    SAMORDNARE,
    TODAY,
    a_deadline,
    a_deadline_due,
    a_reminder_due,
    an_id,
)

MEETING = a_deadline()
SEVENTH = a_deadline_due(MEETING, Rung("t-21"))


def standing(neighbours: Neighbours, *lines: DeadlineLine) -> None:
    neighbours.deadlines = {line.id: line for line in lines}


async def test_a_deadline_is_mailed_and_the_ledger_tells_which(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    standing(neighbours, MEETING)
    await notifier.hear(SEVENTH, SEVENTH)
    await notifier.tick()
    (mail,) = mailserver.took
    assert mail["Subject"] == "Mötet 2026-03-23 närmar sig: berätta hur det har gått"
    async with notifier.database.work() as work:
        (line,) = (await show_ledger(ShowLedger(deadline=MEETING.id), work)).lines
        others = (await show_ledger(ShowLedger(deadline=an_id("another")), work)).lines
    assert (line.deadline_id, line.occurrence_id, line.state) == (MEETING.id, None, MailState.SENT)
    assert others == ()
    [sent] = await rows(notifier.url, "SELECT body FROM event_log")
    told = ReminderSent.model_validate_json(sent["body"])
    assert (told.deadline_id, told.occurrence_id) == (MEETING.id, None)


async def test_a_deadline_and_an_occurrence_are_one_mail_worst_first(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    standing(neighbours, MEETING)
    await notifier.hear(SEVENTH, a_reminder_due(), a_reminder_due("sen", Rung.T_PLUS_15))
    await notifier.tick()
    (mail,) = mailserver.took
    assert mail["Subject"] == "Två löften och ett möte att följa upp, ett av dem försenat"
    text = body(mail, "plain")
    assert text.index("2026-02-15") < text.index("Uppföljningsmöte 2026-03-23") < text.index("2026-03-30")
    assert set((await notifier.ledger()).values()) == {MailState.SENT}


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([MEETING.model_copy(update={"why_quiet": "Mötet är hållet."})], "Mötet är hållet."),
        ([MEETING.model_copy(update={"due_version": 2})], "Datumet har flyttats."),
        ([], "Det som skulle bevakas finns inte längre."),
    ],
)
async def test_nothing_leaves_for_what_is_met_moved_or_gone(
    lines: list[DeadlineLine], reason: str, notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    standing(neighbours, *lines)
    await notifier.hear(SEVENTH)
    await notifier.tick()
    assert mailserver.took == []
    assert await notifier.column("reason") == [reason]
    [skipped] = await rows(notifier.url, "SELECT body FROM event_log")
    assert ReminderSkipped.model_validate_json(skipped["body"]).deadline_id == MEETING.id


async def test_many_deadlines_are_asked_about_a_few_at_a_time_and_are_one_mail(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    many = [a_deadline(DeadlineKind.REVISION, id=an_id(f"d{number}")) for number in range(230)]
    standing(neighbours, *many)
    await notifier.hear(*(a_deadline_due(one) for one in many))
    await notifier.tick()
    assert [mail["Subject"] for mail in mailserver.took] == ["230 datum att följa upp"]
    assert neighbours.most_asked == 100


async def test_who_is_mailed_of_deadlines_alone_is_not_silent_for_reporting_nothing(
    notifier: Notifier, neighbours: Neighbours, clock: StoppedClock
):
    standing(neighbours, MEETING)
    await notifier.hear(SEVENTH)
    await notifier.tick()
    clock.forward(days=100)
    asked = Addressee(function_id=SAMORDNARE.function_id, party=Party.MUNICIPALITY, since=TODAY)
    async with notifier.database.work() as work:
        assert (await find_unreached(FindUnreached(functions=(asked,)), work)).functions == ()
