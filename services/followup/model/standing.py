"""What is known about how an agreement is kept? All that a summary is made of, as it stood at one moment."""

from dataclasses import dataclass, field

from schemas.followup import ClockLine, FeedbackLine, MeasureSeries
from services.followup.model.agreement import Agreement, Commitment
from services.followup.model.assessment import Assessment
from services.followup.model.decision import AgendaItem, Decision
from services.followup.model.log import Said
from services.followup.model.meeting import Meeting
from services.followup.model.move import Move
from services.followup.model.occurrence import Occurrence, Report
from services.followup.model.override import Override


@dataclass(frozen=True, slots=True)
class Standing:
    agreement: Agreement
    commitments: list[Commitment]
    """In the agreement's order."""
    occurrences: list[Occurrence]
    reports: list[Report]
    assessments: list[Assessment]
    moves: list[Move]
    overrides: list[Override] = field(default_factory=list)
    """Lights that stand in place of the rule's."""
    meetings: tuple[Meeting, ...] = ()
    items: tuple[AgendaItem, ...] = ()
    decisions: tuple[Decision, ...] = ()
    said: tuple[Said, ...] = ()
    """What the event log holds of it, at least all since the last meeting."""
    clocks: tuple[ClockLine, ...] = ()
    feedback: FeedbackLine | None = None
    measures: tuple[MeasureSeries, ...] = ()
