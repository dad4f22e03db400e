"""From a signed promise to a mail, through every service on a real bus."""

from datetime import date

from schemas.agreements import RegisterAgreement
from schemas.base import Party
from schemas.followup import ReportActivity
from schemas.notifier import LedgerLines, MailState, ShowLedger
from tests.builders import SAMORDNARE, a_commitment, a_document
from tests.fakes import StoppedClock
from tests.system import System


async def test_a_promise_due_in_four_weeks_is_mailed_and_what_is_done_is_not(system: System, clock: StoppedClock):
    clock.set("2026-03-02T08:00")
    due_soon = a_commitment(due="2026-03-30", by=(SAMORDNARE,))
    await system.tell(RegisterAgreement(document=a_document(commitments=(due_soon,)), signed_on=date(2026, 1, 1)))
    await system.settle()
    await system.settle()
    (mail,) = system.post.mails
    assert mail["Subject"] == "Påminnelse: Trygghetsvandring dit allmänheten bjuds in, senast 2026-03-30"
    (line,) = (await system.ask(ShowLedger(), LedgerLines)).lines
    assert (line.state, line.message_id) == (MailState.SENT, mail["Message-ID"])

    await system.tell(
        ReportActivity(occurrence=str(line.occurrence_id), party=Party.MUNICIPALITY, count=1, on=date(2026, 3, 2))
    )
    for moment in ("2026-03-23T08:00", "2026-03-31T08:00"):
        clock.set(moment)
        await system.settle()
    assert len(system.post.mails) == 1
