"""What are meetings, what stands on their agendas, and what they decide called on a page?"""

from datetime import date

from schemas.followup import AgendaKind, Change, Changes, DecisionKind, MeetingLine, MeetingState
from services.front import words
from services.portal.pages.language import Words
from services.portal.pages.words import Status

CLOSED, CANCELLED = Status("✓", "Hållet", "green"), Status("–", "Inställt", "grey")
PLANNED, TODAY = Status("○", "Planerat", "grey"), Status("●", "I dag", "yellow")
PASSED = Status("▲", "Dagen har passerat, inte avslutat", "red")
WHY = Words(
    {
        AgendaKind.DIFFERING: "Parterna bedömer olika",
        AgendaKind.UNREACHABLE: "Bedöms ej uppfyllt",
        AgendaKind.OVERDUE: "Försenat 28 dagar eller mer",
        AgendaKind.ENDING: "Överenskommelsen upphör snart",
        AgendaKind.BY_HAND: "Anmält till mötet",
    }
)
DECISIONS = Words(
    {
        DecisionKind.CANCEL_COMMITMENT: "Utgår",
        DecisionKind.MOVE_DUE: "Sista dagen flyttas",
        DecisionKind.REASSIGN: "Andra svarar för det",
        DecisionKind.EXTEND: "Överenskommelsen förlängs",
        DecisionKind.KEEP: "Kvarstår som det är",
        DecisionKind.OTHER: "Beslut",
    }
)
WISHES = {
    MeetingState.PLANNED: ("add-agenda-item", "record-decision", "close-meeting", "move-meeting", "cancel-meeting"),
    MeetingState.CLOSED: ("inform-steering-group", "freeze-summary-anew"),
    MeetingState.CANCELLED: (),
}
"""What can be done with a meeting, by its state: what is done most often first."""
CHANGED = {
    "done": Status("✓", "Genomfört", "green"),
    "newly_overdue": Status("▲", "Nyss försenat", "red"),
    "moved": Status("●", "Flyttat", "yellow"),
    "new": Status("○", "Nytt", "grey"),
    "cancelled": Status("–", "Utgår", "grey"),
    "handed_over": Status("→", "Överlämnat", "grey"),
    "reopened": Status("●", "Öppnat igen", "yellow"),
}
"""What happened since the last meeting, by where `Changes` has it."""
step = words.step


def changes_by_kind(changes: Changes) -> list[tuple[Status, tuple[Change, ...]]]:
    """Without what has not happened."""
    return [(status, ones) for name, status in CHANGED.items() if (ones := getattr(changes, name))]


def status_of(line: MeetingLine, today: date) -> Status:
    if line.state is MeetingState.PLANNED:
        return PASSED if line.on < today else TODAY if line.on == today else PLANNED
    return CLOSED if line.state is MeetingState.CLOSED else CANCELLED
