"""Of what is an agreement made? The pieces that events, commands and answers share."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID, uuid5

from pydantic import Field

from schemas.agreements.references import Arena, Method, SteeringDocument
from schemas.base import NAMESPACE_LOFTESKOLL, Day, MunicipalityCode, Name, Part, Party, Slug, Text

Organisation = Annotated[str, Field(pattern=r"^(police|\d{4})$")]
"""One authority: the police, or a municipality by its code."""
MailAddress = Annotated[str, Field(max_length=254, pattern=r"^[^@\s,;<>\"\[\]]{1,64}@[A-Za-z0-9.-]{1,190}$")]


class AgreementType(StrEnum):
    COLLABORATION_AGREEMENT = "collaboration_agreement"
    CITIZEN_PROMISE = "citizen_promise"


class AgreementState(StrEnum):
    DRAFT = "draft"
    SHARED = "shared"
    SIGNED = "signed"
    ACTIVE = "active"
    EXPIRED = "expired"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    SUPERSEDED = "superseded"


class Window(StrEnum):
    """A stretch of time in which something shall be done a number of times. A tertial is four months."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    TERTIAL = "tertial"
    HALF_YEAR = "half_year"
    YEAR = "year"
    AGREEMENT = "agreement"


class Anchor(StrEnum):
    """Windows follow the calendar, or are counted from the day the agreement begins."""

    CALENDAR = "calendar"
    AGREEMENT = "agreement"


class Season(StrEnum):
    """Ends on the last day of May, August, November or February."""

    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"


class Count(Part):
    """At least `min` times per window; `averaged`: judged once over `evaluated_over` (default the agreement)."""

    kind: Literal["count"] = "count"
    min: Annotated[int, Field(ge=1, le=10_000)]
    window: Window
    anchor: Anchor = Anchor.CALENDAR
    averaged: bool = False
    evaluated_over: Window | None = None
    per_municipality: bool = False


class Once(Part):
    """One time: by a day, or within a season; neither means by the agreement's end."""

    kind: Literal["once"] = "once"
    due: Day | None = None
    season: Season | None = None
    year: Annotated[int, Field(ge=1990, le=2199)] | None = None
    per_municipality: bool = False


class Schedule(Part):
    """A fixed rhythm as an RRULE (RFC 5545) counted from the agreement's first day."""

    kind: Literal["schedule"] = "schedule"
    rrule: Annotated[str, Field(min_length=6, max_length=200)]
    per_municipality: bool = False


class Continuous(Part):
    """Always going on, cannot be counted; commented at each follow-up."""

    kind: Literal["continuous"] = "continuous"


class OnDemand(Part):
    """Started by a request; requests and requests handled are counted."""

    kind: Literal["on_demand"] = "on_demand"


Recurrence = Annotated[Count | Once | Schedule | Continuous | OnDemand, Field(discriminator="kind")]


class Responsible(Part):
    """A function that answers for a commitment. The first in a list is the lead."""

    function_id: UUID
    party: Party
    role: Name


class FunctionEntry(Part):
    """A function (a role with a mailbox, never a named person) as a document names it.

    One that is new is named by all that it begins as (`function_id`). One that there is goes on as it is.
    """

    id: UUID
    party: Party
    municipality: MunicipalityCode | None = None
    """Whose it is: the municipality's own, or the police's there. Absent in what was said before this was told."""
    role: Name
    mailbox: MailAddress


def function_id(party: Party, municipality: str, role: str, mailbox: str) -> UUID:
    """Follows from all that a function begins as: whoever is first to name it can make it nothing else.

    Two are never written alike: the first slash after the first @ ends the mailbox.
    """
    return uuid5(NAMESPACE_LOFTESKOLL, f"function/{party}/{municipality}/{mailbox}/{role}")


class FocusArea(Part):
    id: Slug
    name: Name
    problem: Text | None = None
    cause: Text | None = None
    goal: Text | None = None


class Signatory(Part):
    """A role that signs for a party; `count` people of that role (five chairs for five municipalities)."""

    party: Party
    role: Name
    count: Annotated[int, Field(ge=1, le=50)] = 1


class CommitmentEntry(Part):
    """A commitment as a document states it."""

    id: UUID
    slug: Slug
    focus_area: Slug
    text: Annotated[str, Field(min_length=1, max_length=1000)]
    recurrence: Recurrence
    responsible: Annotated[tuple[Responsible, ...], Field(min_length=1, max_length=40)]
    public: bool = False
    carried_over: bool = False
    depends_on: Text | None = None
    """What has to be done first; the slug of a commitment of the same agreement points it out."""
    note: Text | None = None
    methods: tuple[Method, ...] = ()
    arenas: tuple[Arena, ...] = ()
    steering_documents: tuple[SteeringDocument, ...] = ()


class Review(Part):
    """How often the parties meet to follow up, and in which forum."""

    cadence: Window = Window.HALF_YEAR
    forum: Text = ""


class Validity(Part):
    """First and last day, both included; no `until` means open-ended."""

    since: Day
    until: Day | None = None


Purposes = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=1000)], ...], Field(max_length=20)]
"""What it is for; a collaboration agreement must say so (lag 2023:196 9 §)."""


class Document(Part):
    """An agreement as it stands on paper."""

    id: UUID
    slug: Slug
    type: AgreementType
    title: Name
    parent_id: UUID | None = None
    municipalities: Annotated[tuple[MunicipalityCode, ...], Field(min_length=1, max_length=290)]
    police_areas: tuple[Name, ...] = ()
    validity: Validity
    revision_interval_months: Annotated[int, Field(ge=1, le=240)] | None = None
    registration_numbers: dict[Party, Name] = {}
    signatories: tuple[Signatory, ...] = ()
    review: Review = Review()
    purposes: Purposes = ()
    focus_areas: tuple[FocusArea, ...] = ()
    functions: tuple[FunctionEntry, ...] = ()
    commitments: tuple[CommitmentEntry, ...] = ()
    coordinators: tuple[UUID, ...] = ()
    """The pair's functions (kommunpolis, samordnare); empty: chosen among the responsible by the model's rule."""
    plan_year: Annotated[int, Field(ge=1990, le=2199)] | None = None
    """The year that it is the action plan of, under its parent; absent: it is no action plan."""
    notice_months: Annotated[int, Field(ge=1, le=60)] | None = None
    """The period of notice, where one is agreed."""
