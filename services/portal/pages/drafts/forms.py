"""Of which steps is the writing of an agreement made, and what is filled in at each?"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Generic
from uuid import UUID

from pydantic import Field

from schemas.agreements import AgreementType, MailAddress, Responsible, Signatory, Validity, Window
from schemas.base import MunicipalityCode, Name, Part, Party, Slug, Text
from services.portal.pages.drafts.often import Often
from services.portal.pages.drafts.rhythms import Said
from services.portal.pages.language import note
from services.portal.pages.wishes.labels import MAILBOX
from services.portal.pages.wishes.wish import F_co, InWords, Label

Months = Annotated[int, Field(ge=1, le=240)]
Notice = Annotated[int, Field(ge=1, le=60)]
Line = Annotated[str, Field(max_length=300)]


class Of(Part):
    municipality: MunicipalityCode


class Kind(Part):
    """What all else follows from."""

    type: AgreementType
    municipalities: Annotated[tuple[Of, ...], Field(min_length=1)]


class Terms(Part):
    title: Name
    police_areas: Text = ""
    validity: Validity
    revision_interval_months: Months | None = None
    parent: UUID | None = None
    registration_municipality: Name | None = None
    registration_police: Name | None = None


class Parties(Terms, Kind):
    """A form has the fields of the last first."""


class Area(Part):
    id: Slug | None = None
    name: Name
    problem: Text | None = None
    cause: Text | None = None
    goal: Text | None = None


class Picture(Part):
    purposes: Text = ""
    focus_areas: tuple[Area, ...]


class Rhythm(Part):
    recurrence: Said
    per_municipality: bool = False


class Words(Part):
    text: Annotated[str, Field(min_length=1, max_length=1000)]
    focus_area: Slug


class Promise(Rhythm, Words):
    responsible: tuple[Responsible, ...]
    new_role: Name | None = None
    new_party: Party | None = None
    new_municipality: MunicipalityCode | None = None
    new_mailbox: MailAddress | None = None
    public: bool = False


class FollowUp(Part):
    cadence: Window
    forum: Line = ""
    signatories: tuple[Signatory, ...]
    notice_months: Notice | None = None
    reminders: Often | None = None
    """Absent: as it stands."""


@dataclass(frozen=True, slots=True)
class Step(InWords, Generic[F_co]):
    """A form of a draft. `address`: its last part in the draft's addresses. Told in the language of the page."""

    command: type[F_co]
    address: str
    _title: str
    _tells: str
    labels: Mapping[str, Label] = field(default_factory=dict)
    unseen: frozenset[str] = frozenset()
    """Kept in the form, filled in by nobody."""
    seldom: frozenset[str] = frozenset()
    """Few need these; they stand folded together below the others."""

    def __post_init__(self) -> None:
        note((self._title, self._tells, *(text for label in self.labels.values() for text in label)))

    @property
    def hidden(self) -> frozenset[str]:
        return self.unseen

    @property
    def name(self) -> str:
        return self.address


OF_TERMS = {
    "title": Label("Rubrik", "Som den ska heta, till exempel Medborgarlöfte för Arjeplog 2027."),
    "police_areas": Label("Lokalpolisområden", "Ett på varje rad."),
    "validity": Label("Giltighetstid"),
    "validity.until": Label("Till och med", "Lämna tomt om den ska gälla tills vidare."),
    "revision_interval_months": Label("Ses över så många månader efter varandra", "Bara när den gäller tills vidare."),
    "parent": Label("Står under", "En samverkansöverenskommelse som den här hör till."),
    "registration_municipality": Label("Kommunens diarienummer", "Kan läggas till senare."),
    "registration_police": Label("Polisens diarienummer", "Kan läggas till senare."),
}
OF_KIND = {
    "type": Label(
        "Slag",
        "Ett medborgarlöfte riktar sig till invånarna, och löftena i det visas för dem när det gäller. "
        "I en samverkansöverenskommelse väljer ni själva vad som visas.",
    ),
    "municipalities": Label("Kommuner", "En på varje rad. Är ni fler än raderna räcker till: spara, så syns fler."),
    "municipalities.municipality": Label("Kommun"),
}
PARTIES_TELL = "Vilka lovar, vad är det för slags överenskommelse, och när gäller den?"
NEW = Step(
    Parties,
    "parter",
    "Parter, slag och tid",
    f"{PARTIES_TELL} När du går vidare sparas ett utkast, som bara din organisation ser tills det delas.",
    OF_TERMS | OF_KIND,
    seldom=frozenset({"parent", "registration_municipality", "registration_police", "revision_interval_months"}),
)
PARTIES = replace(NEW, _tells=PARTIES_TELL)
PICTURE = Step(
    Picture,
    "lagesbild",
    "Lägesbild och mål",
    "Vad ser ni tillsammans, vad tror ni att det beror på, och vad vill ni uppnå? Ett fokusområde för varje problem. "
    "Tomma rader sparas inte, och när du sparar får du fler.",
    {
        "purposes": Label("Syften", "Ett på varje rad. En samverkansöverenskommelse ska ha minst ett, enligt lag."),
        "focus_areas": Label("Fokusområden"),
        "focus_areas.name": Label("Namn"),
        "focus_areas.problem": Label("Problem, så som ni ser det"),
        "focus_areas.cause": Label("Trolig orsak"),
        "focus_areas.goal": Label("Mål, som går att följa upp"),
    },
    unseen=frozenset({"focus_areas.id"}),
)
PROMISE = Step(
    Promise,
    "atagande",
    "Ett åtagande",
    "Skriv en sak i taget, så att det går att svara på om den är gjord.",
    {
        "text": Label("Vad som lovas", "I klara ord. För ett löfte: så att en invånare förstår."),
        "focus_area": Label("Fokusområde"),
        "recurrence.times.min": Label("Antal gånger"),
        "recurrence.times.window": Label("Per"),
        "recurrence.latest.due": Label("Senast den"),
        "recurrence.weekly.weekday": Label("Veckodag"),
        "recurrence.weekly.pace": Label("Hur tätt"),
        "recurrence.monthly.place": Label("Vilken i månaden"),
        "recurrence.monthly.weekday": Label("Veckodag"),
        "recurrence.in_season.season": Label("Årstid"),
        "per_municipality": Label("Varje kommun gör det för sig"),
        "responsible": Label("Vem som svarar för det", "Den ansvariga får påminnelserna."),
        "new_role": Label("Roll", "Till exempel fritid. Aldrig ett namn på en person."),
        "new_party": Label("Part"),
        "new_municipality": Label("Kommun", "Vems funktionen är; för polisen kommunen där den arbetar."),
        "new_mailbox": Label("Brevlåda", "En funktionsbrevlåda, inte en persons.", MAILBOX),
        "public": Label("Det är ett löfte till invånarna, och syns på de öppna sidorna"),
    },
    unseen=frozenset({"recurrence.kept"}),
)
RHYTHM = Step(Rhythm, PROMISE.address, "", "", PROMISE.labels)
"""So much of it as its first days follow from."""
FOLLOW_UP = Step(
    FollowUp,
    "uppfoljning",
    "Uppföljning och underskrifter",
    "Hur ofta möts ni för att se vad som är gjort, var, och vilka skriver under?",
    {
        "cadence": Label("Ni möts en gång varje"),
        "forum": Label("Var", "Till exempel lokala BRÅ eller styrgruppen."),
        "signatories": Label("Vilka som skriver under", "En rad för varje roll, och båda parter. Aldrig ett namn."),
        "signatories.role": Label("Roll"),
        "signatories.count": Label("Antal personer"),
        "notice_months": Label("Uppsägningstid i månader", "Om ni har kommit överens om en."),
        "reminders": Label(
            "Påminnelser om det som har en månad eller mer på sig",
            "Går till den som svarar för det, så länge inget är rapporterat. Det kortare påminns 3 dagar före och "
            "dagen efter.",
        ),
    },
)


def fixed_kind(step: Step[F_co]) -> Step[F_co]:
    """The same for a yearly action plan, which can become nothing else."""
    return replace(step, unseen=step.unseen | {"type"}, seldom=step.seldom - {"parent"})
