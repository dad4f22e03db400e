"""How does the text of a new agreement begin: as an older one in its next period, or as the example?"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import schemas
from schemas.agreements import (
    AgreementCard,
    CommitmentEntry,
    Document,
    Validity,
)
from schemas.base import Part
from schemas.geography import municipalities
from schemas.written import parts
from services.front.years import moved, moved_document
from services.portal.pages.wishes.filling import yaml_of

MODEL = "forlaga"
"""What a form's address says it begins as: an agreement's name, or EXAMPLE."""
EXAMPLE = "exempel"
WRITTEN = Path(schemas.__file__).parent / "written" / "example.yaml"
YEAR_OF_EXAMPLE = "2027"
PLACE_OF_EXAMPLE = ("2580", "Luleå-Boden", "Luleå", "lulea")
"""Its code, local police area, name, and name in addresses."""
YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
LONGEST_SLUG = 63
PARTIES = {party: word for word, party in parts.PARTIES.items()}
TYPES = {type_: word for word, type_ in parts.TYPES.items()}


def example(today: date, place: str | None = None) -> str:
    """The example, for this year, and for a municipality by its code: another's nobody may write."""
    text = WRITTEN.read_text(encoding="utf-8").replace(YEAR_OF_EXAMPLE, str(today.year))
    if place is None:
        return text
    name = municipalities()[place].name
    for was, now in zip(PLACE_OF_EXAMPLE, (place, name, name, _slug(name)), strict=True):
        text = text.replace(was, now)
    return text


def _slug(name: str) -> str:
    return re.sub("[^a-z]+", "-", name.casefold().translate(str.maketrans("åäöé", "aaoe")))


def next_of(card: AgreementCard, today: date) -> str:
    """As a file has it: what still holds is promised once more, in the first period after this that is not over.

    Registration numbers are left out: what is new gets new ones. Empty where there is no agreement.
    """
    if card.document is None:
        return ""
    holds = {one.slug for one in card.commitments if not one.cancelled}
    living = tuple(one for one in card.document.commitments if one.slug in holds)
    now = card.document.model_copy(update={"commitments": living})
    document = moved_document(now, _years_on(now.validity, today))
    return yaml_of(_written(document, card.parent.slug if card.parent else None))


def _years_on(validity: Validity, today: date) -> int:
    years = 1
    if until := validity.until:
        while moved(validity.since, years) <= until or moved(until, years) < today:
            years += 1
    return years


def _written(document: Document, parent: str | None) -> Mapping[str, Any]:
    year, validity = document.validity.since.year, document.validity
    slugs = {one.slug: _named_anew(one.slug, year) for one in document.commitments}
    ends = {"until": validity.until.isoformat()} if validity.until else {"open_ended": True}
    return {
        "id": _named_anew(document.slug, year),
        "type": parts.PLAN if document.plan_year else TYPES[document.type],
        "title": of_year(document.title, year),
        "parent": parent,
        "plan_year": document.plan_year,
        "municipalities": [{"code": code, "name": municipalities()[code].name} for code in document.municipalities],
        "police": {"lokalpolisomrade": list(document.police_areas) or None},
        "validity": {"from": validity.since.isoformat(), **ends},
        "revision_interval_months": document.revision_interval_months,
        "notice_months": document.notice_months,
        "signatories": [_said(one) | {"party": PARTIES[one.party]} for one in document.signatories],
        "review": _said(document.review) or None,
        "purposes": list(document.purposes) or None,
        "focus_areas": [_said(one) for one in document.focus_areas],
        "commitments": [_entry(one, slugs, _answering(one, document)) for one in document.commitments],
    }


def _answering(entry: CommitmentEntry, document: Document) -> list[Mapping[str, Any]]:
    """Whose a function is goes without saying where it is the agreement's only municipality's."""
    functions = {one.id: one for one in document.functions}
    only = document.municipalities[0] if len(document.municipalities) == 1 else None
    return [
        {
            "party": PARTIES[one.party],
            "municipality": one.municipality if one.municipality != only else None,
            "role": one.role,
            "contact": one.mailbox,
        }
        for one in (functions[each.function_id] for each in entry.responsible)
    ]


def _entry(entry: CommitmentEntry, slugs: Mapping[str, str], answering: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    first = entry.depends_on
    return {
        "id": slugs[entry.slug],
        "focus_area": entry.focus_area,
        "text": entry.text,
        **_said(entry, leave={"id", "slug", "focus_area", "text", "recurrence", "responsible", "depends_on"}),
        "carried_over": True,
        "depends_on": slugs.get(first, first) if first else None,
        "recurrence": {"kind": entry.recurrence.kind} | _said(entry.recurrence),
        "responsible": answering,
    }


def _said(part: Part, leave: set[str] | None = None) -> dict[str, Any]:
    """Without what goes without saying."""
    return part.model_dump(mode="json", exclude_defaults=True, exclude=leave)


def _named_anew(slug: str, year: int) -> str:
    """Names are for one agreement only: with the year of the new one."""
    anew = of_year(slug, year)
    return anew if anew != slug else f"{slug[: LONGEST_SLUG - 5]}-{year}"


def of_year(text: str, year: int) -> str:
    """`2024–2025` becomes `2026–2027` where the first is to be 2026."""
    first = YEAR.search(text)
    on = year - int(first[0]) if first else 0
    return YEAR.sub(lambda found: str(int(found[0]) + on), text)
