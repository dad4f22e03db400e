"""What is promised under an agreement, and how may the promise change? Its agreement decides whether it may at all."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from schemas.agreements import (
    ChangeDueRule,
    CommitmentAdded,
    CommitmentCancelled,
    CommitmentCard,
    CommitmentDueRuleChanged,
    CommitmentEntry,
    CommitmentFate,
    CommitmentReassigned,
    Document,
    FunctionEntry,
    Validity,
)
from schemas.base import Event
from services.agreements.model import document as paper
from services.agreements.model import recurrence as rhythm
from services.agreements.model import text
from services.runtime.errors import Refused

Facts = tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    agreement_id: UUID
    entry: CommitmentEntry
    cancelled: bool = False
    fate: CommitmentFate | None = None
    """What became of it when its agreement was superseded."""

    @property
    def is_open(self) -> bool:
        return not self.cancelled and self.fate is None

    def change_due_rule(self, wish: ChangeDueRule, validity: Validity, today: date) -> tuple["Commitment", Facts]:
        self.must_apply()
        text.check({"reason": wish.reason})
        rhythm.check(wish.recurrence, validity, self.entry.slug)
        if wish.recurrence == self.entry.recurrence:
            return self, ()
        changed = CommitmentDueRuleChanged(
            agreement_id=self.agreement_id,
            commitment_id=self.entry.id,
            recurrence=wish.recurrence,
            by=wish.by,
            reason=wish.reason,
            on=today,
        )
        return self.now(recurrence=wish.recurrence), (changed,)

    def reassign(self, functions: tuple[FunctionEntry, ...]) -> tuple["Commitment", Facts]:
        self.must_apply()
        text.check({"functions": [one.model_dump() for one in functions]})
        responsible = tuple(paper.answers_for(one) for one in functions)
        paper.check_responsible(self.entry.slug, responsible, frozenset(responsible))
        if responsible == self.entry.responsible:
            return self, ()
        reassigned = CommitmentReassigned(
            agreement_id=self.agreement_id, commitment_id=self.entry.id, responsible=responsible
        )
        return self.now(responsible=responsible), (reassigned,)

    def cancel(self, reason: str, forum: str, today: date) -> tuple["Commitment", Facts]:
        self.must_apply()
        text.check_said(reason=reason, forum=forum)
        cancelled = CommitmentCancelled(
            agreement_id=self.agreement_id, commitment_id=self.entry.id, reason=reason, forum=forum, on=today
        )
        return replace(self, cancelled=True), (cancelled,)

    def now(self, **changes: object) -> "Commitment":
        return replace(self, entry=self.entry.model_copy(update=changes))

    def card(self, depends_on_id: UUID | None) -> CommitmentCard:
        entry = self.entry
        return CommitmentCard(
            id=entry.id,
            slug=entry.slug,
            focus_area=entry.focus_area,
            text=entry.text,
            recurrence=entry.recurrence,
            responsible=entry.responsible,
            public=entry.public,
            cancelled=self.cancelled,
            carried_over=entry.carried_over,
            fate=self.fate,
            depends_on=entry.depends_on,
            depends_on_id=depends_on_id,
            methods=entry.methods,
            arenas=entry.arenas,
            steering_documents=entry.steering_documents,
        )

    def must_apply(self) -> None:
        if not self.is_open:
            raise Refused(f"Åtagandet {self.entry.slug} har utgått och kan inte ändras.")


def added(document: Document, entry: CommitmentEntry, on: date | None = None) -> CommitmentAdded:
    """`document`: as it stands, with this commitment. `on`: None for what an agreement promises from the start."""
    return CommitmentAdded(
        agreement_id=document.id,
        commitment_id=entry.id,
        slug=entry.slug,
        focus_area=entry.focus_area,
        text=entry.text,
        recurrence=entry.recurrence,
        responsible=entry.responsible,
        public=entry.public,
        carried_over=entry.carried_over,
        on=on,
        depends_on=entry.depends_on,
        depends_on_id=paper.depends_on_id(entry.depends_on, document.commitments),
        methods=entry.methods,
        arenas=entry.arenas,
        steering_documents=entry.steering_documents,
    )
