"""What is an agreement, and how does it move from draft to expired? Each change gives the new value and its facts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from schemas.agreements import (
    AgreementActivated,
    AgreementExpired,
    AgreementExtended,
    AgreementShared,
    AgreementState,
    AgreementTerminated,
    AgreementWithdrawn,
    ChangeDueRule,
    CommitmentEntry,
    Document,
    FunctionEntry,
    Responsible,
    Validity,
)
from schemas.base import Event
from services.agreements.model import document as paper
from services.agreements.model import text
from services.agreements.model.commitment import Commitment, Facts, added
from services.agreements.model.function import Function
from services.agreements.model.life import LIVING, STATES, Life, State, refuse_future
from services.runtime.errors import Refused

UNTOUCHED = Life()


@dataclass(frozen=True, slots=True)
class Agreement:
    """What police and municipality promise.

    `document` says what it is, as last amended; its validity and what it promises stand beside it.
    """

    document: Document
    state: AgreementState
    validity: Validity
    commitments: tuple[Commitment, ...]
    shared_on: date | None = None
    signed_on: date | None = None
    drafted_by: str | None = None
    life: Life = UNTOUCHED

    @property
    def id(self) -> UUID:
        return self.document.id

    @property
    def slug(self) -> str:
        return self.document.slug

    @property
    def first_written(self) -> Document:
        return self.life.first or self.document

    @property
    def next_change(self) -> date | None:
        """The day on which the calendar alone moves it to another state."""
        if self.state is State.SIGNED:
            return self.validity.since
        if self.state is not State.ACTIVE:
            return None
        if self.life.notice:
            return self.life.notice.ends_on
        return self.validity.until + timedelta(days=1) if self.validity.until else None

    @property
    def responsibles(self) -> frozenset[Responsible]:
        """The functions it knows: those of the document, and those that have been made responsible since."""
        since = (one for commitment in self.commitments for one in commitment.entry.responsible)
        return paper.responsibles(self.document.functions).union(since)

    @property
    def open_commitments(self) -> tuple[Commitment, ...]:
        return tuple(one for one in self.commitments if one.is_open)

    def is_visible_to(self, asker: str | None) -> bool:
        """A draft is seen by the organisation that wrote it alone; None is the operator, who sees all."""
        return asker is None or self.shared_on is not None or self.drafted_by == asker

    def tells_of(self, function: Function) -> bool:
        """To its parties, who holds it now. Whoever names another's function in a draft learns nothing of it."""
        party = function.municipality is None or function.municipality in self.document.municipalities
        return self.shared_on is not None and party

    def as_it_stands(self) -> Document:
        entries = tuple(commitment.entry for commitment in self.commitments)
        return self.document.model_copy(update={"validity": self.validity, "commitments": entries})

    def share(self, on: date, today: date) -> tuple["Agreement", Facts]:
        self.must_be((State.DRAFT,), "delas")
        refuse_future(on, today, "delad")
        return replace(self, state=State.SHARED, shared_on=on), (AgreementShared(agreement_id=self.id, on=on),)

    def move_by_date(self, today: date) -> tuple["Agreement", Facts]:
        """What the calendar has done by `today`; each fact carries its own day, however late it is told."""
        moved, facts = self, list[Event]()
        if moved.state is State.SIGNED and moved.validity.since <= today:
            moved = replace(moved, state=State.ACTIVE)
            facts.append(AgreementActivated(agreement_id=self.id, on=self.validity.since))
        if moved.state is State.ACTIVE and moved.next_change and moved.next_change <= today:
            moved, ended = _ended(moved, moved.next_change)
            facts.append(ended)
        return moved, tuple(facts)

    def withdraw(self, reason: str) -> tuple["Agreement", Facts]:
        self.must_be((State.DRAFT, State.SHARED), "dras tillbaka")
        text.check({"reason": reason})
        return replace(self, state=State.WITHDRAWN), (AgreementWithdrawn(agreement_id=self.id, reason=reason),)

    def extend(self, until: date, reason: str, today: date) -> tuple["Agreement", Facts]:
        """What had expired applies again, as if it had never ended, unless the new last day has passed as well."""
        self.must_be((State.SIGNED, State.ACTIVE, State.EXPIRED), "förlängas")
        text.check({"reason": reason})
        self._refuse_extension(until)
        state = State.ACTIVE if self.state is State.EXPIRED else self.state
        longer = replace(self, state=state, validity=Validity(since=self.validity.since, until=until))
        longer, moved = longer.move_by_date(today)
        was_until = self.validity.until
        extended = AgreementExtended(agreement_id=self.id, until=until, was_until=was_until, reason=reason, on=today)
        return longer, (extended, *moved)

    def add_commitment(
        self, entry: CommitmentEntry, functions: Iterable[FunctionEntry], today: date
    ) -> tuple["Agreement", Facts]:
        """`functions`: those that come with the commitment, beside the agreement's own."""
        self.must_be_changeable("få nya åtaganden")
        functions = tuple(functions)
        text.check({"commitment": entry.model_dump(), "functions": [one.model_dump() for one in functions]})
        if any(
            entry.id == commitment.entry.id or entry.slug == commitment.entry.slug for commitment in self.commitments
        ):
            raise Refused(f"Åtagandet {entry.slug} finns redan i överenskommelsen.")
        paper.check_commitment(entry, self.as_it_stands(), self.responsibles | paper.responsibles(functions))
        more = replace(self, commitments=(*self.commitments, Commitment(self.id, entry)))
        paper.check_dependencies(more.as_it_stands().commitments)
        return more, (added(more.as_it_stands(), entry, today),)

    def change_due_rule(self, commitment: UUID, wish: ChangeDueRule, today: date) -> tuple["Agreement", Facts]:
        return self.with_changed(self.living(commitment).change_due_rule(wish, self.validity, today))

    def reassign(self, commitment: UUID, functions: tuple[FunctionEntry, ...]) -> tuple["Agreement", Facts]:
        return self.with_changed(self.living(commitment).reassign(functions))

    def cancel_commitment(self, commitment: UUID, reason: str, forum: str, today: date) -> tuple["Agreement", Facts]:
        return self.with_changed(self.living(commitment).cancel(reason, forum, today))

    def living(self, commitment: UUID) -> Commitment:
        """What is promised, if it may be changed."""
        self.must_be_changeable("få ändrade åtaganden")
        return next(one for one in self.commitments if one.entry.id == commitment)

    def with_changed(self, change: tuple[Commitment, Facts]) -> tuple["Agreement", Facts]:
        changed, facts = change
        kept = (changed if changed.entry.id == one.entry.id else one for one in self.commitments)
        return replace(self, commitments=tuple(kept)), facts

    def must_be(self, states: tuple[AgreementState, ...], to_do: str) -> None:
        if self.state not in states:
            raise Refused(f"Överenskommelsen {self.slug} är {STATES[self.state]} och kan inte {to_do}.")

    def must_be_changeable(self, to_do: str) -> None:
        """What somebody has signed is not changed under that signature."""
        self.must_be(LIVING, to_do)
        if self.state is State.SHARED and self.life.signatures:
            raise Refused(
                f"Överenskommelsen {self.slug} håller på att undertecknas och kan inte {to_do}. "
                "Ändra den när alla har undertecknat, eller dra tillbaka den."
            )

    def _refuse_extension(self, until: date) -> None:
        if self.document.plan_year:
            raise Refused(f"Åtgärdsplanen {self.slug} gäller för ett år. Skriv en ny plan för nästa år.")
        if self.life.notice:
            raise Refused(f"Överenskommelsen {self.slug} är uppsagd till {self.life.notice.ends_on} och förlängs inte.")
        if self.validity.until is None:
            raise Refused("Överenskommelsen gäller tills vidare och behöver inte förlängas.")
        if until <= self.validity.until:
            raise Refused(f"Fältet until: {until} är inte senare än slutdagen {self.validity.until}.")


def _ended(agreement: Agreement, on: date) -> tuple[Agreement, Event]:
    notice = agreement.life.notice
    if notice is None:
        return replace(agreement, state=State.EXPIRED), AgreementExpired(agreement_id=agreement.id, on=on)
    told = AgreementTerminated(agreement_id=agreement.id, on=on, reason=notice.reason, forum=notice.forum)
    return replace(agreement, state=State.TERMINATED), told
