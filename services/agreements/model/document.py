"""Does a document hold together? Its references meet, its codes exist, its rhythms can be followed up."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from schemas.agreements import CommitmentEntry, Document, FunctionEntry, Responsible, Validity
from schemas.base import Party
from schemas.geography import municipalities
from services.agreements.model import recurrence, text
from services.runtime.errors import Refused

KOMMUNPOLIS = "kommunpolis"
SAMORDNARE = "samordnare"
FIELDS = {
    "slug": "id",
    "type": "type (slag)",
    "title": "title (rubrik)",
    "parent_id": "parent (överordnad överenskommelse)",
    "municipalities": "municipalities (kommuner)",
    "police_areas": "police (lokalpolisområde)",
    "validity": "validity (giltighetstid)",
    "revision_interval_months": "revision_interval_months (revideringsintervall)",
    "registration_numbers": "registration (diarienummer)",
    "signatories": "signatories (undertecknare)",
    "review": "review (uppföljning)",
    "purposes": "purposes (syften)",
    "focus_areas": "focus_areas (fokusområden)",
    "functions": "responsible (funktioner)",
    "commitments": "commitments (åtaganden)",
    "coordinators": "coordinators (samordnare)",
    "plan_year": "plan_year (åtgärdsplanens år)",
    "notice_months": "notice_months (uppsägningstid)",
}
"""What a person who wrote the document calls its fields."""


def check(document: Document) -> None:
    """Raises Refused with the first thing that is wrong."""
    text.check(document.model_dump())
    check_municipalities(document.municipalities)
    check_validity(document.validity)
    refuse_twice("focus_areas", (area.id for area in document.focus_areas))
    refuse_twice("functions", (str(function.id) for function in document.functions))
    refuse_twice("commitments", (entry.slug for entry in document.commitments))
    refuse_twice("commitments", (str(entry.id) for entry in document.commitments))
    known = responsibles(document.functions)
    for entry in document.commitments:
        check_commitment(entry, document, known)
    check_dependencies(document.commitments)
    for coordinator in document.coordinators:
        if coordinator not in {one.function_id for one in known}:
            raise Refused(f"Fältet coordinators nämner funktionen {coordinator}, som inte finns bland funktionerna.")


def check_municipalities(codes: Iterable[str]) -> None:
    codes = tuple(codes)
    refuse_twice("municipalities", codes)
    for code in codes:
        if code not in municipalities():
            raise Refused(f"Fältet municipalities: {code} är ingen svensk kommunkod.")


def check_validity(validity: Validity) -> None:
    if validity.until and validity.until < validity.since:
        raise Refused(f"Fältet validity: slutdagen {validity.until} ligger före första dagen {validity.since}.")


def refuse_twice(field: str, values: Iterable[str]) -> None:
    for value, times in Counter(values).items():
        if times > 1:
            raise Refused(f"Fältet {field}: {value} står {times} gånger, men får finnas en gång.")


def check_commitment(entry: CommitmentEntry, document: Document, known: frozenset[Responsible]) -> None:
    """`known`: the functions of the agreement, as the commitment may name them."""
    if entry.focus_area not in {area.id for area in document.focus_areas}:
        raise Refused(
            f"Åtagandet {entry.slug}: fältet focus_area nämner {entry.focus_area}, som inte är ett fokusområde."
        )
    check_responsible(entry.slug, entry.responsible, known)
    recurrence.check(entry.recurrence, document.validity, entry.slug)


def check_dependencies(entries: Iterable[CommitmentEntry]) -> None:
    """What has to be done first may be told in words, or by the name of a commitment; but nothing waits for itself."""
    waits = {entry.slug: entry.depends_on for entry in entries}
    for slug in waits:
        chain = [slug]
        while (first := waits[chain[-1]]) in waits and first is not None:
            if first in chain:
                raise Refused(f"Fältet depends_on: {' → '.join((*chain, first))} väntar på varandra i en ring.")
            chain.append(first)


def depends_on_id(name: str | None, entries: Iterable[CommitmentEntry]) -> UUID | None:
    """The commitment of the same agreement that is named, if one is."""
    return next((entry.id for entry in entries if entry.slug == name), None)


def check_responsible(slug: str, named: tuple[Responsible, ...], known: frozenset[Responsible]) -> None:
    if not named:
        raise Refused(f"Åtagandet {slug}: fältet responsible är tomt; minst en funktion ska svara för åtagandet.")
    refuse_twice(f"responsible i åtagandet {slug}", (one.role + " " + str(one.function_id) for one in named))
    for one in named:
        if one not in known:
            raise Refused(f"Åtagandet {slug}: fältet responsible nämner {one.role}, som inte finns bland funktionerna.")


def responsibles(functions: Iterable[FunctionEntry]) -> frozenset[Responsible]:
    return frozenset(answers_for(function) for function in functions)


def answers_for(function: FunctionEntry) -> Responsible:
    return Responsible(function_id=function.id, party=function.party, role=function.role)


def coordinators(document: Document) -> tuple[Responsible, ...]:
    """The pair: as the document names it, else one function of each party, among the responsible in document order.

    A kommunpolis goes before other police functions, a samordnare before other municipal ones.
    """
    if document.coordinators:
        named = {function.id: answers_for(function) for function in document.functions}
        return tuple(named[one] for one in document.coordinators)
    working = [one for entry in document.commitments for one in entry.responsible]
    working += [answers_for(function) for function in document.functions]
    police = [one for one in working if one.party is Party.POLICE]
    municipal = [one for one in working if one.party is Party.MUNICIPALITY]
    pair = (
        next((one for one in police if one.role.casefold() == KOMMUNPOLIS), next(iter(police), None)),
        next((one for one in municipal if SAMORDNARE in one.role.casefold()), next(iter(municipal), None)),
    )
    return tuple(one for one in pair if one)


def first_difference(old: Document, new: Document) -> str | None:
    """The field, in the words of who wrote it, where two documents first differ; None when they say the same."""
    return next((words for field, words in FIELDS.items() if getattr(old, field) != getattr(new, field)), None)
