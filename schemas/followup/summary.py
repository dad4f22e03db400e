"""What does a follow-up meeting get? The summary of an agreement, in DOMAIN's nine sections."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from schemas.agreements.parts import AgreementState, AgreementType, Organisation, Responsible
from schemas.base import Day, MunicipalityCode, Name, Part, Party, Query, Ref, Reply, Text
from schemas.followup.assessment import OverriddenLight
from schemas.followup.clocks import ClockLine
from schemas.followup.measures import MeasureSeries
from schemas.followup.meetings import AgendaLine, DecisionLine
from schemas.followup.parts import Fulfilment, Judgement, Light, NextPeriod, Times
from schemas.followup.public_feedback import FeedbackLine
from schemas.followup.queries import OccurrenceLine


class SummaryHead(Part):
    """Section 1: the agreement, its parties and its period."""

    agreement_id: UUID
    slug: str
    type: AgreementType
    title: Name
    state: AgreementState
    municipalities: tuple[MunicipalityCode, ...]
    police_areas: tuple[Name, ...]
    registration_numbers: dict[Party, Name]
    since: Day
    until: Day | None
    days_left: int | None
    forum: Text
    process_step: Annotated[int, Field(ge=1, le=5)] | None = None
    """Brå's five: 1 begin, 2 prepare alone, 3 prepare together, 4 carry out, 5 follow up."""


class Change(Part):
    """Something that happened to an occurrence since the last meeting."""

    on: Day
    occurrence: str
    commitment: Text
    words: Text
    """One Swedish sentence: what changed, from what to what."""


class Changes(Part):
    """Section 2: since the day `since`."""

    since: Day
    done: tuple[Change, ...] = ()
    new: tuple[Change, ...] = ()
    moved: tuple[Change, ...] = ()
    newly_overdue: tuple[Change, ...] = ()
    cancelled: tuple[Change, ...] = ()
    handed_over: tuple[Change, ...] = ()
    reopened: tuple[Change, ...] = ()
    last_meeting: Name | None = None
    """The closed meeting that it is counted from; then by what was said since, and no longer by days."""


class PartyView(Part):
    """What one party says of a commitment: its judgement and its latest comment. Silence is `not_reported`."""

    party: Party
    fulfilment: Fulfilment
    count: Times
    latest_comment: Text = ""
    latest_on: Day | None = None
    implementation: Judgement = Judgement.NOT_ASSESSED
    """Was it done as intended?"""
    effect: Judgement = Judgement.NOT_ASSESSED
    """Was the result good?"""
    next_period: NextPeriod | None = None


class CommitmentRow(Part):
    """Section 3, one row: Åtgärd – När – Vem – Uppföljning. All commitments appear, also silent ones."""

    commitment_id: UUID
    slug: str
    text: Text
    rule: Text
    """The recurrence in Swedish words: ”minst 2 gånger per halvår”."""
    due: Day | None
    """The next due day not yet met, else the last one."""
    responsible: tuple[Responsible, ...]
    done: Times
    target: Times | None
    """Summed over the windows that have begun, `done` capped at the target of each."""
    light: Light
    cancelled: bool
    public: bool
    parties: tuple[PartyView, ...]
    requests: Times | None = None
    """How many asked, for what is done on demand; absent where nobody has told."""
    overridden: OverriddenLight | None = None
    """Present where `light` is what a party says in place of the rule's, until the next assessment."""
    target_asked: bool = False
    """All windows that have begun are shorter than half, and nobody has said what they ask for: ”mål ej angivet”."""


class FocusAreaSection(Part):
    """Section 3, one focus area: Orsak – Åtgärd – Mål – När – Vem – Uppföljning (Brå's column order)."""

    id: str
    name: Name
    problem: Text | None
    cause: Text | None
    goal: Text | None
    commitments: tuple[CommitmentRow, ...]


class Silence(Part):
    """Section 4: a party that has told nothing about a commitment it is responsible for."""

    party: Party
    commitment: str
    text: Text
    roles: tuple[Name, ...]


class Summary(Reply):
    """Everything promised, done, late, silent, and what changed. Absent parts: the question was refused."""

    as_of: Day | None = None
    head: SummaryHead | None = None
    changes: Changes | None = None
    focus_areas: tuple[FocusAreaSection, ...] = ()
    not_reported: tuple[Silence, ...] = ()
    next_meeting: Day | None = None
    due_before_next_meeting: tuple[OccurrenceLine, ...] = ()
    """Section 5, overdue first: the first thousand."""
    more_due: bool = False
    """There are others, which come after these and are not told."""
    decisions_needed: tuple[AgendaLine, ...] = ()
    """Section 6: what stands on the agenda, undecided."""
    statutory_clocks: tuple[ClockLine, ...] = ()
    """Section 7."""
    told_to_residents: FeedbackLine | None = None
    """Section 8."""
    method: tuple[Text, ...] = ()
    """Section 9: Swedish sentences on how to read it all."""
    measures: tuple[MeasureSeries, ...] = ()
    """What has been measured, beside the sections."""
    meeting: Name | None = None
    """The meeting that it was frozen for; absent in how it stands now."""
    decisions: tuple[DecisionLine, ...] = ()
    """What that meeting decided."""


class SummariseAgreement(Query):
    """How does this agreement stand? `since`: count from a day (default: the last meeting, or one cadence back)."""

    reply: ClassVar[type[Reply]] = Summary

    agreement: Ref
    since: Day | None = None
    commitments: bool = True
    """Without: sections 3 to 5, which tell of each of them, are left out."""
    asker: Organisation | None = None
    """Who asks: another organisation's draft is not there for it. Absent: the operator, who sees all."""
