"""What is a reminder about, in the words of whoever is shown it?"""

from schemas.followup import ClockKind, DeadlineKind, DeadlineLine, OccurrenceLine
from schemas.geography import municipalities
from services.front.language import Words

CLOCKS = Words(
    {
        ClockKind.SITUATION_PICTURE: "lägesbilden uppdateras",
        ClockKind.ACTION_PLAN: "åtgärdsplanen följs upp",
        ClockKind.REVISION: "överenskommelsen ses över",
    }
)
DEADLINES = Words(
    {
        DeadlineKind.MEETING: "uppföljningsmöte",
        DeadlineKind.AGREEMENT_END: "överenskommelsen upphör",
        DeadlineKind.SITUATION_PICTURE: CLOCKS[ClockKind.SITUATION_PICTURE],
        DeadlineKind.ACTION_PLAN: CLOCKS[ClockKind.ACTION_PLAN],
        DeadlineKind.REVISION: CLOCKS[ClockKind.REVISION],
        DeadlineKind.PUBLIC_FEEDBACK: "löftet upphör och invånarna ska få återkoppling",
    }
)


def name(line: OccurrenceLine | DeadlineLine) -> str:
    """As a person names it."""
    if isinstance(line, OccurrenceLine):
        return line.slug
    return f"{whose(line)}: {DEADLINES[line.deadline]}"


def whose(line: DeadlineLine) -> str:
    """The meeting, agreement or municipality whose day it is."""
    place = municipalities().get(line.municipality or "")
    return line.meeting_slug or line.agreement_slug or (place.name if place else line.municipality or "")
