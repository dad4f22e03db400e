"""What is an agreement, and how does it move from draft to expired? Each change gives the new value and its facts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from schemas.agreements import (
    AgreementActivated,
    AgreementCard,
    AgreementExpired,
    AgreementExtended,
    AgreementShared,
    AgreementSigned,
    AgreementState,
    AgreementWithdrawn,
    ChangeDueRule,
    CommitmentEntry,
    Document,
    FunctionEntry,
    Responsible,
    Signatory,
    Validity,
)
from schemas.base import Event, Party
from services.agreements.model import document as paper
from services.agreements.model import text
from services.agreements.model.commitment import Commitment, Facts, added
from services.runtime.errors import Refused

State = AgreementState
STATES = {
    State.DRAFT: "ett utkast",
    State.SHARED: "delad men inte undertecknad",
    State.SIGNED: "undertecknad",
    State.ACTIVE: "aktiv",
    State.EXPIRED: "utgången",
    State.CLOSED: "avslutad",
    State.WITHDRAWN: "tillbakadragen",
    State.TERMINATED: "uppsagd",
    State.SUPERSEDED: "ersatt av en annan",
}
LIVING = (State.DRAFT, State.SHARED, State.SIGNED, State.ACTIVE)
"""The states in which what is promised may still change."""
PARTIES = {Party.MUNICIPALITY: "kommunen", Party.POLICE: "polisen"}


@dataclass(frozen=True, slots=True)
class Agreement:
    """What police and municipality promise. `document` is kept as first written; the rest is how it stands now."""

    document: Document
    state: AgreementState
    validity: Validity
    commitments: tuple[Commitment, ...]
    shared_on: date | None = None
    signed_on: date | None = None

    @property
    def id(self) -> UUID:
        return self.document.id

    @property
    def next_change(self) -> date | None:
        """The day on which the calendar alone moves it to another state."""
        if self.state is State.SIGNED:
            return self.validity.since
        if self.state is State.ACTIVE and self.validity.until:
            return self.validity.until + timedelta(days=1)
        return None

    @property
    def responsibles(self) -> frozenset[Responsible]:
        """The functions it knows: those of the document, and those that have been made responsible since."""
        since = (one for commitment in self.commitments for one in commitment.entry.responsible)
        return paper.responsibles(self.document.functions).union(since)

    def as_it_stands(self) -> Document:
        entries = tuple(commitment.entry for commitment in self.commitments)
        return self.document.model_copy(update={"validity": self.validity, "commitments": entries})

    def card(self, functions: tuple[FunctionEntry, ...]) -> AgreementCard:
        """`functions`: the agreement's, with their mailboxes as they are now."""
        return AgreementCard(
            document=self.as_it_stands().model_copy(update={"functions": functions}),
            state=self.state,
            signed_on=self.signed_on,
            commitments=tuple(commitment.card() for commitment in self.commitments),
        )

    def share(self, on: date, today: date) -> tuple["Agreement", Facts]:
        self.must_be((State.DRAFT,), "delas")
        _refuse_future(on, today, "delad")
        return replace(self, state=State.SHARED, shared_on=on), (AgreementShared(agreement_id=self.id, on=on),)

    def sign(self, on: date, today: date, signatories: tuple[Signatory, ...] = ()) -> tuple["Agreement", Facts]:
        """`signatories`: who signed; none means those that the document names."""
        self.must_be((State.SHARED,), "undertecknas")
        _refuse_future(on, today, "undertecknad")
        if self.shared_on and on < self.shared_on:
            raise Refused(f"Den kan inte vara undertecknad {on}, innan den delades {self.shared_on}.")
        signatories = signatories or self.document.signatories
        text.check({"signatories": [signatory.role for signatory in signatories]})
        for party in PARTIES.keys() - {signatory.party for signatory in signatories}:
            raise Refused(f"Fältet signatories: undertecknare saknas för {PARTIES[party]}.")
        signed = AgreementSigned(agreement_id=self.id, on=on, signatories=signatories)
        return replace(self, state=State.SIGNED, signed_on=on), (signed,)

    def move_by_date(self, today: date) -> tuple["Agreement", Facts]:
        """What the calendar has done by `today`; each fact carries its own day, however late it is told."""
        moved, facts = self, list[Event]()
        if moved.state is State.SIGNED and moved.validity.since <= today:
            moved = replace(moved, state=State.ACTIVE)
            facts.append(AgreementActivated(agreement_id=self.id, on=self.validity.since))
        if moved.state is State.ACTIVE and moved.next_change and moved.next_change <= today:
            facts.append(AgreementExpired(agreement_id=self.id, on=moved.next_change))
            moved = replace(moved, state=State.EXPIRED)
        return moved, tuple(facts)

    def withdraw(self, reason: str) -> tuple["Agreement", Facts]:
        self.must_be((State.DRAFT, State.SHARED), "dras tillbaka")
        text.check({"reason": reason})
        return replace(self, state=State.WITHDRAWN), (AgreementWithdrawn(agreement_id=self.id, reason=reason),)

    def extend(self, until: date, reason: str, today: date) -> tuple["Agreement", Facts]:
        self.must_be((State.SIGNED, State.ACTIVE), "förlängas")
        text.check({"reason": reason})
        was_until = self.validity.until
        if was_until is None:
            raise Refused("Överenskommelsen gäller tills vidare och behöver inte förlängas.")
        if until <= was_until:
            raise Refused(f"Fältet until: {until} är inte senare än slutdagen {was_until}.")
        extended = AgreementExtended(agreement_id=self.id, until=until, was_until=was_until, reason=reason, on=today)
        return replace(self, validity=Validity(since=self.validity.since, until=until)), (extended,)

    def add_commitment(
        self, entry: CommitmentEntry, functions: Iterable[FunctionEntry], today: date
    ) -> tuple["Agreement", Facts]:
        """`functions`: those that come with the commitment, beside the agreement's own."""
        self.must_be(LIVING, "få nya åtaganden")
        functions = tuple(functions)
        text.check({"commitment": entry.model_dump(), "functions": [one.model_dump() for one in functions]})
        if any(
            entry.id == commitment.entry.id or entry.slug == commitment.entry.slug for commitment in self.commitments
        ):
            raise Refused(f"Åtagandet {entry.slug} finns redan i överenskommelsen.")
        paper.check_commitment(entry, self.as_it_stands(), self.responsibles | paper.responsibles(functions))
        more = replace(self, commitments=(*self.commitments, Commitment(self.id, entry)))
        return more, (added(self.id, entry, today),)

    def change_due_rule(self, commitment: UUID, wish: ChangeDueRule, today: date) -> tuple["Agreement", Facts]:
        return self._change(self._living(commitment).change_due_rule(wish, self.validity, today))

    def reassign(self, commitment: UUID, functions: tuple[FunctionEntry, ...]) -> tuple["Agreement", Facts]:
        return self._change(self._living(commitment).reassign(functions))

    def cancel_commitment(self, commitment: UUID, reason: str, forum: str, today: date) -> tuple["Agreement", Facts]:
        return self._change(self._living(commitment).cancel(reason, forum, today))

    def _living(self, commitment: UUID) -> Commitment:
        self.must_be(LIVING, "få ändrade åtaganden")
        return next(one for one in self.commitments if one.entry.id == commitment)

    def _change(self, change: tuple[Commitment, Facts]) -> tuple["Agreement", Facts]:
        changed, facts = change
        kept = (changed if changed.entry.id == one.entry.id else one for one in self.commitments)
        return replace(self, commitments=tuple(kept)), facts

    def must_be(self, states: tuple[AgreementState, ...], to_do: str) -> None:
        if self.state not in states:
            raise Refused(f"Överenskommelsen {self.document.slug} är {STATES[self.state]} och kan inte {to_do}.")


def _refuse_future(on: date, today: date, done: str) -> None:
    if on > today:
        raise Refused(f"Den kan inte vara {done} {on}, som ligger i framtiden; i dag är det {today}.")
