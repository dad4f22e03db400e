"""What may a mail tell? What was promised and when, never what somebody has written about it."""

from datetime import date

from schemas.base import Party
from schemas.followup import (
    AssessCommitment,
    Fulfilment,
    MoveDueDay,
    PauseOccurrence,
    ReportActivity,
    ResumeOccurrence,
)
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, register_agreement
from tests.system import System

WRITTEN = "Familjen vid torget"


async def test_no_comment_and_no_reason_that_somebody_wrote_is_in_a_mail(system: System):
    system.clock.set("2026-01-07T09:00")
    noted = a_commitment(due="2026-03-31", note=f"{WRITTEN} (anmärkning)")
    await system.tell(register_agreement(commitments=(noted,)))
    await system.settle()
    today, police = date(2026, 1, 7), Party.POLICE
    comment = f"{WRITTEN} hörde av sig"
    for wish in (
        ReportActivity(occurrence="arjeplog-1/once", party=police, count=0, on=today, comment=comment),
        AssessCommitment(
            commitment="arjeplog-1", party=police, fulfilment=Fulfilment.PARTLY_FULFILLED, on=today, comment=comment
        ),
        PauseOccurrence(occurrence="arjeplog-1/once", by=police, reason=comment),
        ResumeOccurrence(occurrence="arjeplog-1/once", by=police, reason=comment),
        MoveDueDay(occurrence="arjeplog-1/once", due=date(2026, 4, 15), by=police, reason=comment),
    ):
        await system.tell(wish)
        await system.settle()

    while system.clock.moment.month < 6:
        await system.forward(7)

    mails = [system.post.to(one.mailbox) for one in (KOMMUNPOLIS, SAMORDNARE)]
    assert all(len(one) > 2 for one in mails)
    assert [mail["Subject"] for mail in system.post.mails if WRITTEN in mail.as_string()] == []
    for mail in system.post.mails:
        for kind in ("plain", "html"):
            assert WRITTEN not in mail.get_body((kind,)).get_content()
