"""What does a municipality tell its assembly (kommunfullmäktige) about a year? Lag (2023:196) 12–13 §§."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from schemas.agreements.parts import AgreementState, AgreementType, Responsible
from schemas.base import Day, MunicipalityCode, Name, Part, Party, Query, Reply, Text
from schemas.followup.clocks import ClockLine
from schemas.followup.measures import MeasureSeries
from schemas.followup.parts import Fulfilment, Times
from schemas.followup.public_feedback import FeedbackLine

Year = Annotated[int, Field(ge=1990, le=2199)]


class AssemblyView(Part):
    """How one party judges a commitment at the year's end. Silence is `not_reported`."""

    party: Party
    fulfilment: Fulfilment


class AssemblyCommitment(Part):
    """One commitment in one year. `fell_due` is the sum of `met`, `unmet` and `going_on`."""

    commitment_id: UUID
    slug: str
    focus_area: Name
    text: Text
    rule: Text
    """The recurrence in Swedish words: ”minst 2 gånger per halvår”."""
    responsible: tuple[Responsible, ...]
    public: bool
    cancelled: bool
    reported: Times
    """How many times it was done during the year, by what the parties have told."""
    fell_due: Times
    """Occurrences whose due day lies in the year, without those that were cancelled."""
    met: Times
    met_late: Times
    """Of those met."""
    unmet: Times
    going_on: Times
    views: tuple[AssemblyView, ...]
    """One per party that answers for it."""


class AssemblyAgreement(Part):
    agreement_id: UUID
    slug: str
    type: AgreementType
    title: Name
    state: AgreementState
    registration_numbers: dict[Party, Name]
    since: Day
    until: Day | None
    commitments: tuple[AssemblyCommitment, ...]
    feedback: FeedbackLine


class AssemblyReport(Reply):
    """Promised, done, not reported, clocks and measures. `as_of`: the year's last day, or today in a year going on."""

    municipality: MunicipalityCode | None = None
    year: Year | None = None
    as_of: Day | None = None
    clocks: tuple[ClockLine, ...] = ()
    agreements: tuple[AssemblyAgreement, ...] = ()
    measures: tuple[MeasureSeries, ...] = ()
    """Those with a value in the year."""


class ReportToAssembly(Query):
    """What was promised in a municipality, what was done, and what was never reported, in a year?"""

    reply: ClassVar[type[Reply]] = AssemblyReport

    municipality: MunicipalityCode
    year: Year
