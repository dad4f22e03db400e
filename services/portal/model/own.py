"""What is somebody's own, and what of an answer is left for them?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel

from schemas.agreements import AgreementLine, FunctionEntry, FunctionLine, QuietOrganisation
from schemas.base import Party, Reply
from schemas.geography import county_of, municipalities
from schemas.notifier import StoppedMailbox
from services.portal.model.account import known_as

R = TypeVar("R", bound=Reply)
CODES = {
    "agreement_slug", "commitment_slug", "content_hash", "counties", "county", "meeting_slug", "municipalities",
    "municipality", "slug", "state",
}  # fmt: skip
"""Text that is no free text: codes, and names that stand in addresses."""


@dataclass(frozen=True, slots=True)
class Own:
    places: tuple[str, ...]
    """Municipalities, or counties with all that is in them."""
    agreements: Mapping[UUID, str] = field(default_factory=dict)
    """Slugs by id."""
    functions: frozenset[UUID] = frozenset()
    """Those that its agreements name, whosever they are."""
    described: frozenset[UUID] = frozenset()
    """Those that it has named without their owners: told as it described them, and not what became of them."""
    mailboxes: frozenset[str] = frozenset()
    """Of their holders, today or in time to come, as they are known (account.py)."""

    @property
    def counties(self) -> tuple[str, ...]:
        return tuple(sorted({place[:2] for place in self.places}))

    @property
    def areas(self) -> tuple[str, ...]:
        """The same in fewer words: a county in place of all its municipalities."""
        whole = [county for county in self.counties if all(map(self.is_place, _in_county(county)))]
        return (*whole, *(place for place in self.places if place[:2] not in whole))

    def is_agreement(self, ref: str) -> bool:
        return ref in self.agreements.values() or _uuid(ref) in self.agreements

    def is_place(self, municipality: str) -> bool:
        known = municipality in municipalities()
        return known and (municipality in self.places or county_of(municipality) in self.places)

    def is_organisation(self, line: FunctionLine | FunctionEntry | QuietOrganisation, party: Party | None) -> bool:
        """One for which an account of this party speaks. Of a function whose nobody has told it is: nobody's."""
        return line.party is party and line.municipality is not None and self.is_place(line.municipality)

    def has(self, line: object) -> bool:
        """A line of an answer. What tells nothing of whose it is, is nobody's."""
        line = getattr(line, "line", line)
        if isinstance(line, AgreementLine):
            return line.id in self.agreements
        if agreement := getattr(line, "agreement_id", None):
            return agreement in self.agreements
        if isinstance(line, FunctionLine):
            return line.id in self.functions or (line.as_described and line.id in self.described)
        if function := getattr(line, "function_id", None):
            return function in self.functions
        if isinstance(line, StoppedMailbox):
            return line.mailbox is not None and known_as(line.mailbox) in self.mailboxes
        places = getattr(line, "municipalities", ()) or (getattr(line, "municipality", None),)
        return any(self.is_place(place) for place in places if place)


def mailboxes_of(line: FunctionLine) -> set[str]:
    """Of its holders, today or in time to come, as they are written."""
    return {one.mailbox for one in (line.holder, *line.next_holders) if one}


def only_own(answer: R, fields: tuple[str, ...], own: Own) -> R:
    """Without what is not one's own."""
    kept = {name: tuple(line for line in getattr(answer, name) if own.has(line)) for name in fields}
    return answer.model_copy(update=kept)


def without_text(answer: R) -> R:
    """Codes, counts, days and states only: what the county board may see (DOMAIN, the county subscriber)."""
    return answer.model_copy(update=_bare(answer))


def _bare(part: BaseModel) -> dict[str, Any]:
    return {name: _without(name, getattr(part, name)) for name in type(part).model_fields}


def _without(name: str, value: Any) -> Any:  # noqa: ANN401  whatever a message holds
    if isinstance(value, BaseModel):
        return value.model_copy(update=_bare(value))
    if isinstance(value, tuple):
        return tuple(_without(name, one) for one in value)
    if isinstance(value, dict):
        return {key: _without(name, one) for key, one in value.items()}
    return "–" if value and isinstance(value, str) and not isinstance(value, Enum) and name not in CODES else value


@cache
def _in_county(code: str) -> tuple[str, ...]:
    return tuple(one.code for one in municipalities().values() if one.county == code)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
