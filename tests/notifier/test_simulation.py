"""Which mails would a day's reminders become? One per mailbox, worst first, and none to whom nothing is sent."""

from datetime import timedelta

from schemas.agreements import Mailbox
from schemas.followup import ComingDeadline, ComingReminder, OccurrenceLine, OccurrenceState, ReminderDue, Rung
from schemas.notifier import MailedDay, ShowLedger, SimulatedMails, SimulateMails, StopMail
from services.notifier.handlers.ledger import show_ledger
from services.notifier.handlers.simulation import simulating
from services.notifier.handlers.stopping import stop_mail
from services.notifier.model.simulation import Known, mails
from tests.conftest import MakeDatabase, work_in
from tests.fakes import StoppedClock
from tests.notifier.wholes import KOMMUNPOLIS, SAMORDNARE, TODAY, a_deadline, a_deadline_due, a_mailbox, an_occurrence

LATE, NEAR = an_occurrence("sen", "2026-02-15"), an_occurrence("nära", "2026-03-09")
KNOWN = Known(ceiling=3)
SHARED = a_mailbox("kultur", mailbox="Samordnare@example.se")


def coming(line: OccurrenceLine, rung: Rung, *to: Mailbox) -> ComingReminder:
    assert line.due
    reminder = ReminderDue(
        occurrence_id=line.id,
        commitment_id=line.commitment_id,
        agreement_id=line.agreement_id,
        rung=rung,
        due=line.due,
        due_version=1,
        functions=tuple(one.function_id for one in to),
    )
    return ComingReminder(on=TODAY, reminder=reminder, line=line)


def asked(*reminders: ComingReminder, to: tuple[Mailbox, ...] = (SAMORDNARE, KOMMUNPOLIS, SHARED)) -> SimulateMails:
    return SimulateMails(on=TODAY, reminders=reminders, mailboxes=to)


def told(found: SimulatedMails) -> list[tuple[bool, list[tuple[str, str]]]]:
    roles = {one.function_id: one.role for one in (SAMORDNARE, KOMMUNPOLIS, SHARED)}
    said = [(one.digest, [(roles[two.function_id], str(two.rung)) for two in one.notices]) for one in found.mails]
    return sorted(said)


def test_all_to_one_mailbox_is_one_mail_worst_first_whatever_roles_it_has():
    near, late = coming(NEAR, Rung.T_MINUS_7, SAMORDNARE, KOMMUNPOLIS), coming(LATE, Rung.T_PLUS_15, SHARED)
    assert told(mails(asked(near, late), KNOWN)) == [
        (False, [("kommunpolis", "t-7")]),
        (True, [("kultur", "t+15"), ("samordnare", "t-7")]),
    ]


def test_what_nobody_would_get_says_why():
    nobody = SAMORDNARE.model_copy(update={"mailbox": ""})
    found = mails(asked(coming(NEAR, Rung.T_MINUS_7, SAMORDNARE), to=(nobody,)), KNOWN)
    assert found.mails == ()
    assert [one.reason for one in found.unsent] == ["Funktionen har ingen innehavare, och ingen ersättare når någon."]


async def test_mail_that_is_stopped_is_not_foretold_and_nothing_is_written(database: MakeDatabase, clock: StoppedClock):
    url = await database("notifier")
    async with work_in(url, clock) as work:
        await stop_mail(StopMail(mailbox=KOMMUNPOLIS.mailbox, reason="Tjänsten är vakant"), work)
    async with work_in(url, clock) as work:
        found = await simulating(3)(asked(coming(NEAR, Rung.T_MINUS_7, SAMORDNARE, KOMMUNPOLIS)), work)
        ledger = await show_ledger(ShowLedger(), work)
    assert told(found) == [(False, [("samordnare", "t-7")])]
    assert [(one.notice.function_id, one.reason) for one in found.unsent] == [
        (KOMMUNPOLIS.function_id, "Mejl till brevlådan är stoppat: Tjänsten är vakant")
    ]
    assert ledger.lines == ()


def test_what_is_known_to_be_done_that_day_is_not_mailed():
    done = an_occurrence("klar", state=OccurrenceState.COMPLETED)
    found = mails(asked(coming(done, Rung.T_MINUS_7, SAMORDNARE)), KNOWN)
    assert [one.reason for one in found.unsent] == ["Redan genomfört."]


def test_a_deadline_is_in_the_mail_of_what_else_is_due():
    meeting = a_deadline()
    said = ComingDeadline(on=TODAY, reminder=a_deadline_due(meeting, to=(SAMORDNARE, KOMMUNPOLIS)), line=meeting)
    question = asked(coming(LATE, Rung.T_PLUS_15, SAMORDNARE)).model_copy(update={"deadlines": (said,)})
    assert told(mails(question, KNOWN)) == [
        (False, [("kommunpolis", "t-21")]),
        (True, [("samordnare", "t+15"), ("samordnare", "t-21")]),
    ]


def test_what_waits_above_the_ceiling_is_told_for_the_functions_that_it_waits_for():
    meeting = a_deadline(due="2026-03-30")
    said = ComingDeadline(on=TODAY, reminder=a_deadline_due(meeting, to=(SAMORDNARE, KOMMUNPOLIS)), line=meeting)
    week = [TODAY + timedelta(days=nr) for nr in range(3)]
    mailed = tuple(MailedDay(mailbox=SAMORDNARE.mailbox, on=day) for day in week)
    question = SimulateMails(
        on=week[2] + timedelta(days=1),
        reminders=(coming(LATE, Rung.T_PLUS_15, SAMORDNARE, KOMMUNPOLIS),),
        deadlines=(said,),
        mailboxes=(SAMORDNARE, KOMMUNPOLIS),
        mailed=(*mailed, MailedDay(mailbox=SAMORDNARE.mailbox, on=TODAY - timedelta(days=1))),
    )
    found = mails(question, KNOWN)
    assert told(found) == [(True, [("kommunpolis", "t+15"), ("kommunpolis", "t-28")])]
    assert [one.reminder.functions for one in (*found.waiting, *found.waiting_deadlines)] == [
        (SAMORDNARE.function_id,),
        (SAMORDNARE.function_id,),
    ]
    assert found.mailed == (*mailed, MailedDay(mailbox=KOMMUNPOLIS.mailbox, on=question.on))


def test_a_day_that_is_taken_to_be_red_is_no_day_of_mail():
    question = asked(coming(NEAR, Rung.T_MINUS_7, SAMORDNARE)).model_copy(update={"if_holidays": (TODAY,)})
    found = mails(question, KNOWN)
    assert (found.mails, len(found.waiting)) == ((), 1)
