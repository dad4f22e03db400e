"""What is that called which happens to an agreement, and how is what differs told? As it was said, and as it became."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from markupsafe import Markup, escape

from schemas.agreements import (
    AgreementLine,
    FocusArea,
    Happening,
    HistoryLine,
    Responsible,
    Review,
    Signatory,
    Validity,
    Wording,
)
from schemas.base import Party
from schemas.rule_words import rule_in_words
from services.portal.pages.language import Words, _, ngettext, written
from services.portal.pages.wishes.showing import word
from services.portal.pages.words import CADENCES, PARTIES, capital, municipality, role

HAPPENINGS = Words(
    {
        Happening.DRAFTED: "Utkastet påbörjades",
        Happening.REGISTERED: "Lades in i Löfteskoll",
        Happening.SHARED: "Delades med den andra parten",
        Happening.SIGNATURE_ADDED: "Underskrift",
        Happening.SIGNED: "Undertecknad av alla",
        Happening.ACTIVATED: "Började gälla",
        Happening.AMENDED: "Ändrad",
        Happening.EXTENDED: "Förlängd",
        Happening.COMMITMENT_ADDED: "Nytt har lovats",
        Happening.COMMITMENT_AMENDED: "Lovas med andra ord",
        Happening.RULE_CHANGED: "Annan rytm eller dag",
        Happening.REASSIGNED: "Andra svarar för det",
        Happening.COORDINATORS_CHANGED: "Andra är kommunpolis och samordnare",
        Happening.COMMITMENT_CANCELLED: "Utgår",
        Happening.PARTY_SUCCEEDED: "En part har fått en efterträdare",
        Happening.REVISED: "Sågs över",
        Happening.RENEWED: "Fortsätter en tidigare",
        Happening.NOTICE_GIVEN: "Sades upp",
        Happening.TERMINATED: "Upphörde efter uppsägning",
        Happening.SUPERSEDED: "Ersattes av en annan",
        Happening.EXPIRED: "Löpte ut",
        Happening.CLOSED: "Avslutades",
        Happening.WITHDRAWN: "Drogs tillbaka",
    }
)
FIELDS = Words(
    {
        "title": "Rubrik",
        "type": "Slag",
        "municipalities": "Kommuner",
        "plan_year": "Åtgärdsplan",
        "parent_id": "Står under",
        "police_areas": "Lokalpolisområden",
        "validity": "Giltighetstid",
        "revision_interval_months": "Ses över",
        "notice_months": "Uppsägningstid",
        "registration_numbers": "Diarienummer",
        "signatories": "Undertecknas av",
        "review": "Följs upp",
        "purposes": "Syften",
        "focus_areas": "Fokusområden",
        "focus_area": "Fokusområde",
        "text": "Text",
        "public": "För vem",
        "depends_on": "Måste göras först",
        "note": "Anteckning",
        "methods": "Metoder",
        "arenas": "Arenor",
        "steering_documents": "Styrdokument",
        "recurrence": "Hur ofta eller när",
        "responsible": "Vem",
    }
)
LISTS = {
    "municipalities",
    "police_areas",
    "registration_numbers",
    "signatories",
    "purposes",
    "focus_areas",
    "methods",
    "arenas",
    "steering_documents",
}
"""Of these only what is not in both is told."""
Others = Mapping[UUID, AgreementLine]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a field said before, and says since: HTML, in which what somebody has written is marked as Swedish."""

    field: str
    before: Markup
    after: Markup


def differences(line: HistoryLine, others: Others) -> Iterator[Difference]:
    """`others`: the agreements that a reader may know by name."""
    for name in line.fields:
        before, after = _value(line.before, name), _value(line.after, name)
        if name in LISTS:
            before, after = _only(before, after), _only(after, before)
        yield Difference(FIELDS[name], _told(name, before, others), _told(name, after, others))


def followed(line: HistoryLine) -> tuple[str, str]:
    """Who was party, and who came after. A municipality is known by its code, the police by a name."""
    was, now = line.followed or "", line.follower or ""
    return (municipality(was), municipality(now)) if line.party is Party.MUNICIPALITY else (was, now)


def organisation(code: str) -> str:
    return PARTIES[Party.POLICE] if code == Party.POLICE else municipality(code)


def _value(said: Wording | None, name: str) -> object:
    if said is None:
        return None
    found: object = getattr(said.agreement or said.commitment or said, name)
    return found


def _only(values: object, others: object) -> object:
    """Those that are not among the others."""
    return tuple(one for one in _each(values) if one not in _each(others))


def _each(values: object) -> tuple[object, ...]:
    """A number is registered for each party."""
    if isinstance(values, dict):
        return tuple(f"{PARTIES[party]} {number}" for party, number in values.items())
    return values if isinstance(values, tuple) else ()


def _told(name: str, value: object, others: Others) -> Markup:
    match value:
        case None | "" | ():
            return escape("–")
        case tuple():
            return Markup("; ").join(_told(name, one, others) for one in value)
        case UUID():
            known = others.get(value)
            return written(known.title) if known else escape(_("en annan överenskommelse"))
        case FocusArea():
            parts = (value.problem, value.cause, value.goal)
            return written(" – ".join((value.name, *(part for part in parts if part))))
        case Responsible() | Signatory():
            return Markup("{} ({})").format(written(role(value.role)), PARTIES[value.party].lower())
    return _plain(name, value)


def _plain(name: str, value: object) -> Markup:
    said: object = written(capital(rule_in_words(value)) if name == "recurrence" else value)  # type: ignore[arg-type]
    match value:
        case bool():
            said = _("Ett löfte till invånarna") if value else _("Mellan parterna")
        case int():
            said = value if name == "plan_year" else _months(name, value)
        case str() if name == "municipalities":
            said = municipality(value)
        case Validity(since=since, until=None):
            said = _("%(since)s tills vidare", since=since)
        case Validity(since=since, until=until):
            said = _("%(since)s till %(until)s", since=since, until=until)
        case Review():
            forum = Markup(", {}").format(written(value.forum)) if value.forum else ""
            said = Markup("{}{}").format(CADENCES[value.cadence], forum)
        case StrEnum():
            said = word(value)
    return escape(said)


def _months(name: str, count: int) -> str:
    """How often it is gone through, or how long the notice is."""
    if name == "revision_interval_months":
        return ngettext("varje månad", "var %(count)s:e månad", count)
    return ngettext("%(count)s månad", "%(count)s månader", count)
