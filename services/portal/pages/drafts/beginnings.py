"""With what does a new agreement begin: with nothing, with a template, or with an older one in its next period?"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import yaml

import schemas
from schemas.agreements import AgreementCard, AgreementState, CommitmentEntry, Document
from schemas.base import LAST_DAY, NAMESPACE_LOFTESKOLL
from schemas.geography import municipalities
from schemas.written.documents import read_agreement
from services.portal.pages.drafts.forms import Parties
from services.portal.pages.drafts.standing import LONGEST_SLUG, NUMBERS, lines_of, numbers_of, parties_of, slug_of
from services.portal.pages.language import word
from services.portal.pages.wishes import again
from services.portal.pages.wishes.naming import Known, same_functions
from services.runtime.yaml_text import node_of, plain

TEMPLATES = Path(schemas.__file__).parent / "written" / "templates"
OFFERED = {
    "medborgarlofte": (
        word("Medborgarlöfte för en mindre kommun"),
        word("Ett år, två fokusområden (synlighet, unga och droger) och fyra löften som två personer hinner."),
    ),
    "samverkan": (
        word("Samverkansöverenskommelse med effektiv samordning (EST)"),
        word("Fyra år, med syften, veckomöten, lägesbild varje år och tidiga insatser för barn och unga."),
    ),
    "centrum": (
        word("Trygghet i centrum"),
        word(
            "Utgår från ett problem på en plats: två år, med kvällar och helger, platsens utformning och fem åtaganden."
        ),
    ),
}
"""Title and what it is for, by the file's name."""
OF_TEMPLATE = ("review", "signatories", "purposes", "focus_areas", "notice_months")
OF_AGREEMENT_ABOVE = ("review", "signatories", "purposes", "focus_areas")
GIVEN_UP = {AgreementState.WITHDRAWN, AgreementState.TERMINATED, AgreementState.SUPERSEDED}
LONGEST_TITLE = 300
MOST_OF_A_NAME = 20
"""So many that were given up may have had the name before."""
LAST_MONTH_OF_A_START = 6
"""What begins later in a year is for the next, to its end."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """`values`: of the first form. `rest`: of the document, what later forms show. `slug`: if empty, the title's."""

    values: Mapping[str, Any]
    rest: Mapping[str, Any] = field(default_factory=dict)
    slug: str = ""
    continued: str = ""
    """The title of the older one."""
    above: str = ""
    """Of a yearly action plan: the title of what it stands under."""


def empty(today: date, place: str | None) -> Beginning:
    return Beginning({"municipalities": _of(place), "validity": {"since": today.isoformat()}})


def of_template(name: str, today: date, place: str | None) -> Beginning:
    """Without its commitments: each is taken along by somebody who knows which function answers for it."""
    model = _template(name)
    years = _length(model)
    first = _first_year(today)
    of_model, own = again.PLACE_OF_EXAMPLE[2], municipalities()[place].name if place else "…"
    return Beginning(
        {
            "type": model.type.value,
            "title": again.of_year(model.title, first).replace(of_model, own),
            "municipalities": _of(place),
            "validity": {"since": today.isoformat(), "until": date(first + years, 12, 31).isoformat()},
            "revision_interval_months": model.revision_interval_months,
        },
        {name: getattr(model, name) for name in OF_TEMPLATE},
    )


def of_older(card: AgreementCard, today: date) -> Beginning:
    """With all that still holds, moved to its next period."""
    assert card.document is not None  # noqa: S101  an answer that was not refused
    known = Known(entries=card.document.functions)
    _, moved = read_agreement(yaml.safe_load(again.next_of(card, today)))
    document = Document.model_validate_json(json.dumps(same_functions(moved.model_dump(mode="json"), known)))
    rest = {name: getattr(document, name) for name in type(document).model_fields}
    return Beginning(parties_of(document), rest, document.slug, card.document.title)


def of_year_under(card: AgreementCard, today: date) -> Beginning:
    """The action plan of the first year that has none, for what the agreement is for."""
    above = card.document
    assert above is not None  # noqa: S101  an answer that was not refused
    since, until = above.validity.since, above.validity.until
    planned = {one.plan_year for one in card.children if one.state not in GIVEN_UP}
    first, last = max(since.year, _first_year(today)), until.year if until else LAST_DAY.year
    year = next((one for one in range(first, last + 1) if one not in planned), min(first, last))
    days = {"since": max(since, date(year, 1, 1)), "until": min(until or LAST_DAY, date(year, 12, 31))}
    values = parties_of(above) | {
        "title": f"Åtgärdsplan {year} för {above.title}"[:LONGEST_TITLE],
        "validity": {name: day.isoformat() for name, day in days.items()},
        "revision_interval_months": None,
        "parent": str(above.id),
        **dict.fromkeys(NUMBERS.values()),
    }
    rest = {name: getattr(above, name) for name in OF_AGREEMENT_ABOVE}
    return Beginning(values, {**rest, "plan_year": year}, above=above.title)


def suggested(focus_areas: set[str], texts: set[str]) -> dict[str, CommitmentEntry]:
    """What templates promise in such focus areas and is not promised yet, by the name that a template has for it."""
    return {
        entry.slug: entry
        for name in OFFERED
        for entry in _template(name).commitments
        if entry.focus_area in focus_areas and entry.text not in texts
    }


def document_of(begun: Parties, beginning: Beginning, number: int = 1) -> Document:
    """The draft that is saved when the first form is. Its id and its name in addresses follow from its title.

    `number`: which of that name it is, when others had it and were given up; what it promises is then named so too.
    """
    slug = _numbered(beginning.slug or slug_of(begun.title) or "overenskommelse", number)
    identity, planned = uuid5(NAMESPACE_LOFTESKOLL, slug), beginning.rest.get("plan_year")
    said = {
        "id": identity,
        "slug": slug,
        "type": begun.type,
        "title": begun.title,
        "municipalities": tuple(one.municipality for one in begun.municipalities),
        "police_areas": lines_of(begun.police_areas),
        "validity": begun.validity,
        "revision_interval_months": begun.revision_interval_months,
        "parent_id": begun.parent,
        "plan_year": begun.validity.since.year if planned else None,
        "registration_numbers": numbers_of(begun),
        "commitments": _named_anew(beginning.rest.get("commitments", ()), number, identity),
    }
    return Document.model_validate({**beginning.rest, **said})


def _named_anew(entries: Iterable[CommitmentEntry], number: int, agreement: UUID) -> tuple[CommitmentEntry, ...]:
    """As `read_agreement` makes ids of names. What waits for one of them waits for it still."""
    names = {one.slug: _numbered(one.slug, number) for one in entries}
    return tuple(
        one.model_copy(
            update={
                "id": uuid5(agreement, names[one.slug]),
                "slug": names[one.slug],
                "depends_on": names.get(one.depends_on or "", one.depends_on),
            }
        )
        for one in entries
    )


def _numbered(slug: str, number: int) -> str:
    return slug if number == 1 else f"{slug[: LONGEST_SLUG - len(str(number)) - 1]}-{number}"


def _first_year(today: date) -> int:
    return today.year if today.month <= LAST_MONTH_OF_A_START else today.year + 1


def _of(place: str | None) -> list[dict[str, str]]:
    return [{"municipality": place}] if place else []


def _length(model: Document) -> int:
    return model.validity.until.year - model.validity.since.year if model.validity.until else 0


@cache
def _template(name: str) -> Document:
    node = node_of((TEMPLATES / f"{name}.yaml").read_text(encoding="utf-8"))
    return read_agreement(plain(node) if node else None)[1]
