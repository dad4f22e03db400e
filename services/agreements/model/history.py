"""What has happened to an agreement, in the words of then and of since? Told again from its facts, in their order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from schemas.agreements import (
    AgreementActivated,
    AgreementAmended,
    AgreementChanges,
    AgreementClosed,
    AgreementDrafted,
    AgreementExpired,
    AgreementExtended,
    AgreementRenewed,
    AgreementRevised,
    AgreementShared,
    AgreementSigned,
    AgreementSuperseded,
    AgreementTerminated,
    AgreementWithdrawn,
    CommitmentAdded,
    CommitmentAmended,
    CommitmentCancelled,
    CommitmentChanges,
    CommitmentDueRuleChanged,
    CommitmentReassigned,
    CoordinatorsChanged,
    Document,
    Happening,
    HistoryLine,
    NoticeGiven,
    PartySucceeded,
    Responsible,
    SignatureAdded,
    Wording,
)
from schemas.base import Event

PAGE = 100
"""Lines."""
Values = dict[str, Any]

WHAT: Mapping[type[Event], Happening] = {
    AgreementDrafted: Happening.DRAFTED,
    AgreementShared: Happening.SHARED,
    SignatureAdded: Happening.SIGNATURE_ADDED,
    AgreementSigned: Happening.SIGNED,
    AgreementActivated: Happening.ACTIVATED,
    AgreementAmended: Happening.AMENDED,
    AgreementExtended: Happening.EXTENDED,
    CommitmentAdded: Happening.COMMITMENT_ADDED,
    CommitmentAmended: Happening.COMMITMENT_AMENDED,
    CommitmentDueRuleChanged: Happening.RULE_CHANGED,
    CommitmentReassigned: Happening.REASSIGNED,
    CoordinatorsChanged: Happening.COORDINATORS_CHANGED,
    CommitmentCancelled: Happening.COMMITMENT_CANCELLED,
    PartySucceeded: Happening.PARTY_SUCCEEDED,
    AgreementRevised: Happening.REVISED,
    AgreementRenewed: Happening.RENEWED,
    NoticeGiven: Happening.NOTICE_GIVEN,
    AgreementTerminated: Happening.TERMINATED,
    AgreementSuperseded: Happening.SUPERSEDED,
    AgreementExpired: Happening.EXPIRED,
    AgreementClosed: Happening.CLOSED,
    AgreementWithdrawn: Happening.WITHDRAWN,
}
CALLED = {
    "by": "party",
    "ends_on": "until",
    "given_on": "on",
    "next_on": "until",
    "now": "follower",
    "renews": "other_id",
    "successor_id": "other_id",
    "was": "followed",
}
"""What a field of a fact is called in a line, where it is not the same."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row of our own event log."""

    fact: Event
    on: date
    """The day it was told."""
    cause: UUID
    """The wish that it followed from."""


class Wordings:
    """How all is said, as far as it has been told."""

    def __init__(self, first: Document) -> None:
        self._agreement: Values = dict(first)
        self._commitments: dict[UUID, Values] = {one.id: dict(one) for one in first.commitments}
        self._pair: tuple[Responsible, ...] = ()

    def note(self, fact: Event) -> Values:
        """What is said otherwise by this fact, before and after; from here on it stands."""
        match fact:
            case AgreementDrafted():
                self._pair = fact.coordinators
            case AgreementAmended():
                was, now = _put(self._agreement, fact.changes, fact.fields)
                return _differ(fact.fields, agreement=(_changes(was), _changes(now)))
            case CommitmentAdded():
                self._commitments[fact.commitment_id] = dict(fact)
            case CommitmentAmended():
                was, now = _put(self._of(fact), fact.changes, fact.fields)
                both = CommitmentChanges.model_validate(was), CommitmentChanges.model_validate(now)
                return _differ(fact.fields, commitment=both)
            case CommitmentDueRuleChanged() | CommitmentReassigned():
                name = "recurrence" if isinstance(fact, CommitmentDueRuleChanged) else "responsible"
                was, now = _put(self._of(fact), fact, (name,))
                return _differ((name,), **{name: (was[name], now[name])})
            case CoordinatorsChanged():
                was_pair, self._pair = self._pair, fact.coordinators
                return _differ(("responsible",), responsible=(was_pair, self._pair))
        return {}

    def promised(self, fact: Event) -> Values:
        """The commitment that a fact is about, as it is said by now; nothing for what is about none."""
        if not hasattr(fact, "commitment_id"):
            return {}
        stands = self._of(fact)
        return {"commitment": stands["slug"], "text": stands["text"]}

    def _of(self, fact: Event) -> Values:
        return self._commitments[fact.commitment_id]  # type: ignore[attr-defined]


def history(first: Document, told: Sequence[Told]) -> list[HistoryLine]:
    """The newest first. `first`: as it was first written.

    Who has signed is told once, when all have. What was on paper when it was registered was shared and signed by the
    wish that began it.
    """
    wordings, shared, lines = Wordings(first), False, list[HistoryLine]()
    begun = next((one.cause for one in told if isinstance(one.fact, AgreementDrafted)), None)
    signed = {one.cause for one in told if isinstance(one.fact, AgreementSigned)}
    for one in told:
        line = _line(one, wordings)
        shared = shared or isinstance(one.fact, AgreementShared)
        if line is None or (line.what is Happening.SIGNATURE_ADDED and signed):
            continue
        if begun in signed and line.what in {Happening.DRAFTED, Happening.SHARED}:
            if line.what is Happening.DRAFTED:
                lines.append(line.model_copy(update={"what": Happening.REGISTERED}))
        elif shared or line.what.is_of_a_draft:
            lines.append(line)
    by_day = sorted(enumerate(lines), key=lambda pair: (pair[1].on, pair[0]), reverse=True)
    return [line for _, line in by_day]


def others(lines: Iterable[HistoryLine]) -> list[UUID]:
    """The agreements that these name."""
    said = [wording for line in lines for wording in (line.before, line.after) if wording]
    parents = [wording.agreement.parent_id for wording in said if wording.agreement]
    return list(dict.fromkeys(one for one in (*(line.other_id for line in lines), *parents) if one))


def _line(one: Told, wordings: Wordings) -> HistoryLine | None:
    """None for what is no news of an agreement: what was promised from the start, and what is not known here."""
    fact, said = one.fact, wordings.note(one.fact)
    if type(fact) not in WHAT or (isinstance(fact, CommitmentAdded) and fact.on is None):
        return None
    named = {CALLED.get(name, name): value for name, value in fact if value is not None}
    known = {name: value for name, value in named.items() if name in HistoryLine.model_fields}
    day = {"on": one.on, "told_on": one.on, "what": WHAT[type(fact)]}
    return HistoryLine.model_validate(day | known | wordings.promised(fact) | said)


def _put(stands: Values, new: object, fields: Sequence[str]) -> tuple[Values, Values]:
    """What these were, and are from now on."""
    was, now = {name: stands.get(name) for name in fields}, {name: getattr(new, name) for name in fields}
    stands.update(now)
    return was, now


def _changes(values: Values) -> AgreementChanges:
    return AgreementChanges.model_validate(values)


def _differ(fields: Sequence[str], **both: tuple[object, object]) -> Values:
    before, after = ({name: pair[side] for name, pair in both.items()} for side in (0, 1))
    return {"fields": tuple(fields), "before": Wording.model_validate(before), "after": Wording.model_validate(after)}
