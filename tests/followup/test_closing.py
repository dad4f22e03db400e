"""What if meetings are closed while others report, and two at the same moment? On the whole running system."""

import asyncio
from collections import Counter
from datetime import date

from schemas.agreements import Count, RegisterAgreement, Window
from schemas.base import Command, Party
from schemas.followup import (
    CloseMeeting,
    FrozenSummary,
    ListMeetings,
    MeetingLines,
    PlanMeeting,
    ReportActivity,
    ShowFrozenSummary,
    Summary,
)
from tests.builders import AGREEMENT, a_commitment, a_document
from tests.system import System

TODAY = date(2026, 3, 2)
COMMITMENTS, MEETINGS = 12, 4


async def test_what_is_reported_while_meetings_are_closed_is_told_at_exactly_one_of_them(system: System):
    promised = tuple(a_commitment(f"arjeplog-{nr}", Count(min=1, window=Window.YEAR)) for nr in range(COMMITMENTS))
    document = a_document(commitments=promised)
    await system.tell(RegisterAgreement(document=document, signed_on=document.validity.since))
    await system.settle()
    for _ in range(MEETINGS + 1):
        await system.tell(PlanMeeting(agreement=AGREEMENT, on=TODAY))

    async def a_little_later(step: int, wish: Command) -> None:
        await asyncio.sleep(step * 0.01)
        await system.tell(wish)

    reports = [
        ReportActivity(occurrence=f"arjeplog-{nr}/2026", party=Party.POLICE, count=1, on=TODAY)
        for nr in range(COMMITMENTS)
    ]
    closings = [CloseMeeting(meeting=f"{AGREEMENT}/meeting-{nr + 1}", on=TODAY) for nr in range(MEETINGS)]
    await asyncio.gather(
        *(a_little_later(nr, wish) for nr, wish in enumerate(reports)),
        *(a_little_later(3 * (nr // 2), wish) for nr, wish in enumerate(closings)),
    )
    await system.tell(CloseMeeting(meeting=f"{AGREEMENT}/meeting-{MEETINGS + 1}", on=TODAY))
    told = Counter(occurrence for meeting in await frozen(system) for occurrence in meeting)
    assert told == Counter(f"arjeplog-{nr}/2026" for nr in range(COMMITMENTS))


async def frozen(system: System) -> list[list[str]]:
    """What each meeting was told to be done."""
    meetings = (await system.ask(ListMeetings(agreement=AGREEMENT), MeetingLines)).meetings
    told = []
    for one in meetings:
        answer = await system.ask(ShowFrozenSummary(meeting=one.slug), FrozenSummary)
        changes = Summary.model_validate_json(answer.content).changes
        assert changes
        told.append([change.occurrence for change in changes.done])
    return told
