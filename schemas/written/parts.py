"""How does a person write an agreement in a file?"""

from collections.abc import Mapping
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from schemas.agreements import (
    AgreementType,
    Arena,
    FocusArea,
    MailAddress,
    Method,
    Purposes,
    Recurrence,
    Review,
    Signatory,
    SteeringDocument,
)
from schemas.base import Day, MunicipalityCode, Name, Party, Slug, Text
from schemas.followup import Fulfilment, OccurrenceState, Times
from schemas.geography import municipalities

T = TypeVar("T")
PLAN = "atgardsplan"
"""An agreement with a year, under another; what else has a plan_year only tells which year its source is from."""


def _one_of(words: Mapping[str, T]) -> BeforeValidator:
    *others, last = words

    def read(value: object) -> T:
        if not isinstance(value, str) or value not in words:
            raise ValueError(f"ska vara {', '.join(others)} eller {last}, inte {value}")
        return words[value]

    return BeforeValidator(read)


PARTIES = {"kommun": Party.MUNICIPALITY, "polis": Party.POLICE}
TYPES = {
    "samverkansoverenskommelse": AgreementType.COLLABORATION_AGREEMENT,
    "medborgarlofte": AgreementType.CITIZEN_PROMISE,
}
PartyWord = Annotated[Party, _one_of(PARTIES)]
TypeWord = Annotated[AgreementType, _one_of(TYPES | {PLAN: AgreementType.COLLABORATION_AGREEMENT})]
FulfilmentWord = Annotated[
    Fulfilment, _one_of({"partly": Fulfilment.PARTLY_FULFILLED} | {one.value: one for one in Fulfilment})
]


class Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class WrittenMunicipality(Written):
    code: MunicipalityCode
    name: Name

    @model_validator(mode="after")
    def _exists(self) -> Self:
        known = municipalities().get(self.code)
        if known is None:
            raise ValueError(f"har koden {self.code}, som ingen svensk kommun har")
        if known.name != self.name:
            raise ValueError(f"har koden {self.code}, som är {known.name} och inte {self.name}")
        return self


class WrittenPolice(Written):
    lokalpolisomrade: Name | tuple[Name, ...] | None = None

    @property
    def areas(self) -> tuple[str, ...]:
        named = self.lokalpolisomrade
        return (named,) if isinstance(named, str) else named or ()


class WrittenValidity(Written):
    since: Annotated[Day, Field(alias="from")]
    until: Day | None = None
    open_ended: bool = False

    @model_validator(mode="after")
    def _says_when_it_ends(self) -> Self:
        if self.until is None and not self.open_ended:
            raise ValueError("saknar slutdag (until); skriv open_ended: true om den gäller tills vidare")
        if self.until and self.open_ended:
            raise ValueError("har både en slutdag (until) och open_ended: true")
        return self


class WrittenFunction(Written):
    party: PartyWord
    municipality: MunicipalityCode | None = None
    """Whose it is, its own or the police's there; needed only in an agreement of several."""
    role: Name
    contact: MailAddress


class WrittenSignatory(Signatory):
    party: PartyWord


class WrittenCommitment(Written):
    id: Slug
    focus_area: Slug
    text: Annotated[str, Field(min_length=1, max_length=1000)]
    recurrence: Recurrence
    responsible: Annotated[tuple[WrittenFunction, ...], Field(min_length=1, max_length=40)]
    public: bool = False
    carried_over: bool = False
    depends_on: Text | None = None
    note: Text | None = None
    methods: tuple[Annotated[Method, Field(strict=False)], ...] = ()
    arenas: tuple[Annotated[Arena, Field(strict=False)], ...] = ()
    steering_documents: tuple[Annotated[SteeringDocument, Field(strict=False)], ...] = ()


class WrittenRecord(Written):
    commitment: Slug
    date: Day | None = None
    reported_by: PartyWord
    count: Times | None = None
    fulfilment: FulfilmentWord | None = None
    comment: Text = ""
    occurrence_status: OccurrenceState | None = None


class WrittenFollowUp(Written):
    records: tuple[WrittenRecord, ...] = ()


class WrittenAgreement(Written):
    id: Slug
    type: TypeWord
    title: Name
    parent: Slug | dict[str, object] | None = None
    municipalities: Annotated[tuple[WrittenMunicipality, ...], Field(min_length=1, max_length=290)]
    police: WrittenPolice = WrittenPolice()
    validity: WrittenValidity
    signed: Day | None = None
    revision_interval_months: Annotated[int, Field(ge=1, le=240)] | None = None
    notice_months: Annotated[int, Field(ge=1, le=60)] | None = None
    plan_year: Annotated[int, Field(ge=1990, le=2199)] | None = None
    registration: dict[PartyWord, Name] = {}
    signatories: tuple[WrittenSignatory, ...] = ()
    review: Review = Review()
    purposes: Purposes = ()
    focus_areas: tuple[FocusArea, ...] = ()
    commitments: tuple[WrittenCommitment, ...]
    follow_up: WrittenFollowUp = WrittenFollowUp()
