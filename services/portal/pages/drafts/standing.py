"""How does a draft stand, as its forms say it, and what would a form change?"""

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import chain, count
from typing import Any

from pydantic import BaseModel

from schemas.agreements import AgreementChanges, CommitmentCard, Document, FocusArea, Review
from schemas.base import Party
from services.portal.pages.answer_form import Mistakes
from services.portal.pages.drafts.forms import FollowUp, Parties, Picture, Terms
from services.portal.pages.drafts.rhythms import said_of
from services.portal.pages.language import _, word

LONGEST_SLUG = 63
NEVER_EMPTIED = word("Det som har sparats här kan bytas mot något annat, men inte tas bort. Skriv det som ska stå.")
NUMBERS = {Party.MUNICIPALITY: "registration_municipality", Party.POLICE: "registration_police"}


def slug_of(text: str) -> str:
    """What something is called in addresses: `Löfte för Malå 2027` is lofte-for-mala-2027."""
    plain_letters = text.casefold().translate(str.maketrans("åäöéü", "aaoeu"))
    return re.sub("[^a-z0-9]+", "-", plain_letters).strip("-")[:LONGEST_SLUG].strip("-")


def lines_of(text: str) -> tuple[str, ...]:
    return tuple(line for each in text.splitlines() if (line := each.strip()))


def parties_of(document: Document) -> dict[str, Any]:
    return {
        "type": document.type.value,
        "municipalities": [{"municipality": one} for one in document.municipalities],
        "title": document.title,
        "police_areas": "\n".join(document.police_areas),
        "validity": document.validity.model_dump(mode="json"),
        "revision_interval_months": document.revision_interval_months,
        "parent": str(document.parent_id) if document.parent_id else None,
        **{NUMBERS[party]: number for party, number in document.registration_numbers.items()},
    }


def picture_of(document: Document) -> dict[str, Any]:
    areas = [one.model_dump(mode="json") for one in document.focus_areas]
    return {"purposes": "\n".join(document.purposes), "focus_areas": areas}


def follow_up_of(document: Document) -> dict[str, Any]:
    said = document.model_dump(mode="json", include={"signatories", "notice_months"})
    return said | {"cadence": document.review.cadence.value, "forum": document.review.forum}


def promise_of(one: CommitmentCard) -> dict[str, Any]:
    said = one.model_dump(mode="json", include={"text", "focus_area", "responsible", "public"})
    each = getattr(one.recurrence, "per_municipality", False)
    return said | {"recurrence": said_of(one.recurrence).model_dump(mode="json"), "per_municipality": each}


def stands_of(form: type[BaseModel], document: Document) -> dict[str, Any]:
    """By the fields of a step's form."""
    if form is Parties:
        return parties_of(document)
    return picture_of(document) if form is Picture else follow_up_of(document)


def changes_of(said: BaseModel, document: Document) -> AgreementChanges | None:
    """What is said otherwise than it stands; None: nothing is. Raises Mistakes."""
    match said:
        case Parties():
            new = _of_parties(said, document)
        case Picture():
            new = {"purposes": lines_of(said.purposes), "focus_areas": areas_of(said)}
        case FollowUp():
            review = Review(cadence=said.cadence, forum=said.forum)
            new = {"review": review, "signatories": said.signatories, "notice_months": said.notice_months}
        case _:
            raise TypeError(said)
    _refuse_emptied(new, document)
    changed = {name: value for name, value in new.items() if value is not None and value != getattr(document, name)}
    return AgreementChanges(**changed) if changed else None


def areas_of(said: Picture) -> tuple[FocusArea, ...]:
    """One without a name in addresses gets its name's; one whose name is taken, with a number after it."""
    taken = {one.id for one in said.focus_areas if one.id}
    areas = []
    for one in said.focus_areas:
        named = one.id or next(name for name in _names(one.name) if name not in taken)
        taken.add(named)
        areas.append(FocusArea(**one.model_dump(exclude={"id"}), id=named))
    return tuple(areas)


def numbers_of(said: Terms) -> dict[Party, str]:
    return {party: number for party, name in NUMBERS.items() if (number := getattr(said, name))}


def mark(texts: Mapping[str, str]) -> str:
    """Tells whether what a form began with is still what stands."""
    return sha256(json.dumps(sorted(texts.items())).encode()).hexdigest()[:16]


def _of_parties(said: Parties, document: Document) -> dict[str, Any]:
    for party in document.registration_numbers.keys() - numbers_of(said).keys():
        raise Mistakes({NUMBERS[party]: _(NEVER_EMPTIED)})
    return {
        "type": said.type,
        "municipalities": tuple(one.municipality for one in said.municipalities),
        "plan_year": said.validity.since.year if document.plan_year else None,
        "title": said.title,
        "police_areas": lines_of(said.police_areas),
        "validity": said.validity,
        "revision_interval_months": said.revision_interval_months,
        "parent_id": said.parent,
        "registration_numbers": numbers_of(said),
    }


def _refuse_emptied(new: Mapping[str, Any], document: Document) -> None:
    for name in ("revision_interval_months", "notice_months", "parent_id"):
        if name in new and new[name] is None and getattr(document, name) is not None:
            raise Mistakes({name.removesuffix("_id"): _(NEVER_EMPTIED)})


def _names(text: str) -> Iterator[str]:
    """In addresses: the first that is free is taken."""
    first = slug_of(text) or "omrade"
    return chain((first,), (f"{first[:58]}-{number}" for number in count(2)))
