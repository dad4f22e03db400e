"""What may the followup service be asked about, and how does it answer?"""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from schemas.agreements.parts import AgreementType, Organisation, Recurrence, Responsible, Validity
from schemas.agreements.references import Arena, Method, SteeringDocument
from schemas.base import CountyCode, Day, MunicipalityCode, Name, Part, Party, Place, Query, Ref, Reply, Text
from schemas.followup.ladders import LadderLine
from schemas.followup.parts import Light, OccurrenceState, Rung, Times


class OccurrenceLine(Part):
    """An occurrence in a list, with what a person needs to recognise it."""

    id: UUID
    slug: str
    agreement_id: UUID
    agreement: Name
    agreement_slug: str
    commitment_id: UUID
    commitment: Text
    focus_area: Name
    starts: Day
    ends: Day
    due: Day | None
    due_version: int
    target: Times | None
    done: Times
    state: OccurrenceState
    overdue_days: int
    """Days since the due day ended; 0 when not overdue."""
    light: Light
    municipality: MunicipalityCode | None
    responsible: tuple[Responsible, ...]
    type: AgreementType | None = None
    """What it is part of: people say löfte of a citizen promise's, åtagande of any other's."""
    target_asked: bool = False
    """Less than half of its window is left and nobody has said how many times that asks for: ”mål ej angivet”."""


class OccurrenceLines(Reply):
    today: Day | None = None
    occurrences: tuple[OccurrenceLine, ...] = ()
    more: bool = False
    """There are others, which come after these and are not told."""


class ReportLine(Part):
    party: Party
    count: Times
    requests: Times | None
    on: Day
    comment: Text
    id: UUID | None = None
    corrects: UUID | None = None
    """The report in whose place this one stands."""
    reason: Text = ""
    """Why it was corrected."""
    municipality: MunicipalityCode | None = None
    """Whose it is, in an agreement of several and where that is known."""


class Slip(Part):
    """How often one party moved the due day, and how far: days later, negative for earlier."""

    party: Party | None
    """Absent for what a new rule or an extension moved without a party's wish."""
    times: Times
    days: int


class OccurrenceCard(Reply):
    """An occurrence with all reports; `occurrence` is absent only when the question was refused."""

    today: Day | None = None
    occurrence: OccurrenceLine | None = None
    reports: tuple[ReportLine, ...] = ()
    """Those that stand."""
    corrected: tuple[ReportLine, ...] = ()
    """Those in whose place a later one stands."""
    slips: tuple[Slip, ...] = ()
    depends_on: Text | None = None
    carried_over: bool = False
    """From an agreement before this."""
    methods: tuple[Method, ...] = ()
    arenas: tuple[Arena, ...] = ()
    steering_documents: tuple[SteeringDocument, ...] = ()


class PlannedReminder(Part):
    """A rung of an occurrence's ladder: when it leaves (a day, 08:00 Stockholm) and what became of it."""

    rung: Rung
    leaves: Day
    state: str
    """planned · fired · skipped · cancelled"""
    reason: Text = ""


class Explanation(Reply):
    """Why is this due when it is? Sentences in Swedish, in order: rule, window, clipping, holidays, moves."""

    occurrence: OccurrenceLine | None = None
    sentences: tuple[str, ...] = ()
    reminders: tuple[PlannedReminder, ...] = ()
    ladder: LadderLine | None = None
    """The one it climbs; absent where nothing is due."""


class ListDue(Query):
    """What is overdue, and what falls due up to and including a day (default: 28 days on)?

    The thousand most urgent, in that order.
    """

    reply: ClassVar[type[Reply]] = OccurrenceLines

    until: Day | None = None
    agreement: Ref | None = None
    places: Annotated[tuple[Place, ...], Field(max_length=400)] = ()
    """Only of agreements that concern one of these. None: all."""
    asker: Organisation | None = None
    """Who asks: another organisation's draft is not there for it. Absent: the operator, who sees all."""


class ShowOccurrence(Query):
    """What is this occurrence, and what has been told about it?"""

    reply: ClassVar[type[Reply]] = OccurrenceCard

    occurrence: Ref


class ListOccurrences(Query):
    """How do these occurrences stand, at this moment? Unknown ids are left out."""

    reply: ClassVar[type[Reply]] = OccurrenceLines

    ids: Annotated[tuple[UUID, ...], Field(max_length=2000)] = ()
    commitment: Ref | None = None
    """All occurrences of one commitment instead."""
    agreement: Ref | None = None
    """Those of one agreement instead, cancelled ones too, that are due from `since` to `until`: the first thousand."""
    since: Day | None = None
    until: Day | None = None
    asker: Organisation | None = None
    """Who asks: another organisation's draft is not there for it. Absent: the operator, who sees all."""


class ExplainOccurrence(Query):
    """Why this due day, and which reminders?"""

    reply: ClassVar[type[Reply]] = Explanation

    occurrence: Ref


class OverdueCount(Part):
    municipality: MunicipalityCode
    occurrences: int


class OverdueCounts(Reply):
    """Municipalities with something overdue; the others have nothing."""

    today: Day | None = None
    counts: tuple[OverdueCount, ...] = ()


class CountOverdue(Query):
    """How many occurrences are overdue in each municipality of a county? What concerns several counts in each."""

    reply: ClassVar[type[Reply]] = OverdueCounts

    county: CountyCode


class MonthCount(Part):
    municipality: MunicipalityCode
    month: Day
    """Its first day."""
    occurrences: int
    """That were due in it."""
    completed: int
    """Of these, by now, also those completed late."""


class MonthCounts(Reply):
    """Months in which something was due, by municipality and month; in the others nothing was."""

    since: Day | None = None
    until: Day | None = None
    counts: tuple[MonthCount, ...] = ()


class CountByMonth(Query):
    """How many occurrences were due in each of the last twelve months in each municipality of a county, and completed?

    The last is the month of yesterday, up to yesterday: what is due today has its day left. Not counted is what was
    cancelled or rests, and what nobody has given a target. What concerns several counts in each.
    """

    reply: ClassVar[type[Reply]] = MonthCounts

    county: CountyCode


class FirstWindow(Part):
    """A window of something that is not promised yet; as `PlannedOccurrence`."""

    starts: Day
    ends: Day
    due: Day | None
    target: Times | None
    target_asked: bool = False
    """Less than half of it lies within the validity: somebody will be asked for its target."""
    mails: tuple[Day, ...] = ()
    """From today on: when who answers for it is reminded, as long as nothing is reported."""


class RulePreview(Reply):
    rule: Text = ""
    """In Swedish words that fit inside a sentence."""
    windows: tuple[FirstWindow, ...] = ()
    """The first of them, in order."""


class PreviewRule(Query):
    """When would something fall due, if it were promised by this rule in an agreement of this validity?"""

    reply: ClassVar[type[Reply]] = RulePreview

    recurrence: Recurrence
    validity: Validity
    agreement: Ref | None = None
    """Whose ladders its reminders climb. Absent, or nobody has chosen any there: our defaults."""
    commitment_id: UUID | None = None
    """Where it is promised in the agreement already, and may have a ladder of its own."""
    asker: Organisation | None = None
    """Who asks: of another organisation's draft nothing is told. Absent: the operator."""
