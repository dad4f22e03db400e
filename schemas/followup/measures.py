"""What has been measured around an agreement? Dated values with their source.

A change from the first value is a change, never an effect: much else happens in a municipality. Counts of activities
say how much was done.
"""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from schemas.agreements.parts import Organisation
from schemas.base import Command, CountyCode, Day, Event, MunicipalityCode, Name, Part, Query, Ref, Reply

Number = Annotated[str, Field(pattern=r"^-?[0-9]{1,10}(\.[0-9]{1,4})?$")]
"""A decimal number, as text so that it stays as exact as it was given: ”4.25”."""
ValueToKeep = Annotated[str, Field(pattern=r"^-?[0-9]{1,9}(\.[0-9]{1,4})?$")]
"""A digit less, so that the difference of two is a Number too."""


class ReadinessDimension(StrEnum):
    """The six dimensions of the Community Readiness Model (Tri-Ethnic Center); each is at one of nine stages."""

    EFFORTS = "efforts"
    KNOWLEDGE_OF_EFFORTS = "knowledge_of_efforts"
    LEADERSHIP = "leadership"
    CLIMATE = "climate"
    KNOWLEDGE_OF_ISSUE = "knowledge_of_issue"
    RESOURCES = "resources"


class PreventionCategory(StrEnum):
    """The five categories of CAN's ANDT-preventionsindex; each gives at most 20 points."""

    STAFF_AND_BUDGET = "staff_and_budget"
    POLICY = "policy"
    COLLABORATION = "collaboration"
    SUPERVISION_AND_LICENSING = "supervision_and_licensing"
    ACTIVITIES = "activities"


class SurveyUnit(StrEnum):
    PERCENT = "percent"
    INDEX = "index"


class CommunityReadiness(Part):
    """1–9, from no awareness to high community ownership."""

    kind: Literal["community_readiness"] = "community_readiness"
    dimension: ReadinessDimension


class PreventionIndex(Part):
    """0–20 points."""

    kind: Literal["prevention_index"] = "prevention_index"
    category: PreventionCategory


class SafetySurvey(Part):
    """An answer to a question of a trygghetsmätning, in percent of those who answered or as its own index."""

    kind: Literal["safety_survey"] = "safety_survey"
    question: Name
    unit: SurveyUnit


class OwnIndicator(Part):
    """What the parties measure by themselves."""

    kind: Literal["own_indicator"] = "own_indicator"
    name: Name
    unit: Name


class ActivityCount(Part):
    """How many times something was done: activity, not effect."""

    kind: Literal["activity_count"] = "activity_count"
    name: Name


Measured = Annotated[
    CommunityReadiness | PreventionIndex | SafetySurvey | OwnIndicator | ActivityCount, Field(discriminator="kind")
]


class RecordMeasure(Command):
    """Tell a measured value. Another value for the same day takes the place of the one told before."""

    municipality: MunicipalityCode
    agreement: Ref | None = None
    measured: Measured
    on: Day
    value: ValueToKeep
    source: Name


class MeasureRecorded(Event):
    """Something was measured. `was`: the value that was told for that day before, and was wrong."""

    series_id: UUID
    """What was measured, of which municipality and agreement."""
    municipality: MunicipalityCode
    agreement_id: UUID | None = None
    measured: Measured
    on: Day
    value: Number
    source: Name
    was: Number | None = None

    @property
    def about(self) -> str:
        return f"measure/{self.series_id}"


class MeasuredValue(Part):
    on: Day
    value: Number
    source: Name


class MeasureSeries(Part):
    """All values of one thing measured, oldest first.

    `baseline`: the last value before the agreement began, else the first within its period; without an agreement the
    first of all. `change`: from it to `latest`, which is the last value up to the end of the period.
    """

    series_id: UUID
    municipality: MunicipalityCode
    agreement_id: UUID | None = None
    measured: Measured
    values: tuple[MeasuredValue, ...]
    baseline: MeasuredValue | None = None
    latest: MeasuredValue | None = None
    change: Number | None = None
    """Absent where there are not yet two values to compare."""


class MeasureLines(Reply):
    series: tuple[MeasureSeries, ...] = ()


class ListMeasures(Query):
    """What has been measured in a municipality, in a county, or around an agreement?

    Around an agreement: its own values, and its municipalities' values that are tied to no agreement.
    """

    reply: ClassVar[type[Reply]] = MeasureLines

    municipality: MunicipalityCode | None = None
    county: CountyCode | None = None
    agreement: Ref | None = None
    asker: Organisation | None = None
    """Who asks: another organisation's draft is not there for it. Absent: the operator, who sees all."""
