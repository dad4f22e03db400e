"""No order of wishes, however badly timed, brings an agreement outside the diagram of DOMAIN.md ("States")."""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from schemas.agreements import (
    AgreementActivated,
    AgreementChanges,
    AgreementClosed,
    AgreementExpired,
    AgreementExtended,
    AgreementShared,
    AgreementSigned,
    AgreementState,
    AgreementSuperseded,
    AgreementTerminated,
    AgreementWithdrawn,
    Checklist,
    CommitmentChanges,
    Fate,
    FateWish,
    Signature,
)
from schemas.base import Event, Party
from services.agreements import model
from services.agreements.model import Agreement
from services.runtime.errors import Refused
from tests.agreements.lives import AFTER, a_successor, in_state, superseding, terminating
from tests.agreements.promised import TODAY
from tests.builders import a_commitment, a_document, commitment_id

S = AgreementState
DIAGRAM: dict[AgreementState, set[AgreementState]] = {
    S.DRAFT: {S.SHARED, S.WITHDRAWN},
    S.SHARED: {S.SIGNED, S.WITHDRAWN},
    S.SIGNED: {S.ACTIVE},
    S.ACTIVE: {S.EXPIRED, S.TERMINATED, S.SUPERSEDED},
    S.EXPIRED: {S.CLOSED, S.ACTIVE},  # ACTIVE: only by an extension, which is an event of its own
    S.CLOSED: set(),
    S.WITHDRAWN: set(),
    S.TERMINATED: set(),
    S.SUPERSEDED: set(),
}
ENTERS: dict[type[Event], AgreementState] = {
    AgreementShared: S.SHARED,
    AgreementSigned: S.SIGNED,
    AgreementActivated: S.ACTIVE,
    AgreementExpired: S.EXPIRED,
    AgreementClosed: S.CLOSED,
    AgreementWithdrawn: S.WITHDRAWN,
    AgreementTerminated: S.TERMINATED,
    AgreementSuperseded: S.SUPERSEDED,
}
AGO = st.sampled_from([0, 0, 0, 1, 30, 400, -1])
"""Days before today: mostly today itself, sometimes long ago, sometimes to come."""
PARTIES, ROLES = st.sampled_from(Party), st.sampled_from(["kommunalråd", "lokalpolisområdeschef"])
OURS = commitment_id()


class Life(RuleBasedStateMachine):
    """One agreement, and the days that go by."""

    agreement: Agreement
    today: date

    @initialize(
        state=st.sampled_from(AgreementState),
        until=st.sampled_from(["2026-12-31", "2026-12-31", None]),
        notice=st.sampled_from([None, 3]),
    )
    def begin(self, state: AgreementState, until: str | None, notice: int | None) -> None:
        """Anywhere that an agreement can come to; what never ends never expires."""
        ended = state in {S.EXPIRED, S.CLOSED, S.TERMINATED}
        self.agreement = in_state(state, None if ended else a_document(until=until, notice_months=notice))
        self.today = AFTER if ended else TODAY

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def go(self, change: Callable[[], tuple[Agreement, tuple[Event, ...]]]) -> None:
        """A wish may be refused; then nothing has changed. Else what is told is the way that it went."""
        was = self.agreement
        try:
            self.agreement, facts = change()
        except Refused as no:
            assert str(no).endswith(".")  # noqa: PT017  a whole sentence
            return
        state = was.state
        for fact in facts:
            if isinstance(fact, AgreementExtended) and state is S.EXPIRED:
                state = S.ACTIVE
            if type(fact) in ENTERS:
                assert ENTERS[type(fact)] in DIAGRAM[state], f"{state} → {ENTERS[type(fact)]}"
                state = ENTERS[type(fact)]
        assert state is self.agreement.state, "a state is entered in silence"
        event(f"{self.agreement.state}")

    @rule(days=st.sampled_from([0, 1, 30, 100, 400]))
    def days_go_by(self, days: int) -> None:
        self.today += timedelta(days=days)
        self.go(lambda: self.agreement.move_by_date(self.today))
        assert self.agreement.next_change is None or self.agreement.next_change > self.today

    @rule(ago=AGO)
    def share(self, ago: int) -> None:
        self.go(lambda: self.agreement.share(self.day(ago), self.today))

    @rule(ago=AGO)
    def sign(self, ago: int) -> None:
        self.go(lambda: model.sign(self.agreement, self.day(ago), self.today))

    @rule(ago=AGO, party=PARTIES, role=ROLES)
    def sign_alone(self, ago: int, party: Party, role: str) -> None:
        signature = Signature(party=party, role=role, on=self.day(ago))
        self.go(lambda: model.add_signature(self.agreement, signature, self.today))

    @rule(sure=st.integers(0, 9))
    def withdraw(self, sure: int) -> None:
        if sure == 0:
            self.go(lambda: self.agreement.withdraw("Ångrat"))

    @rule(ago=AGO)
    def extend(self, ago: int) -> None:
        self.go(lambda: self.agreement.extend(self.day(ago), "Mer tid", self.today))

    @rule(months=st.integers(1, 24))
    def extend_by_months(self, months: int) -> None:
        self.go(lambda: model.extend_by_months(self.agreement, months, "Mer tid", self.today))

    @rule(ago=AGO)
    def revise(self, ago: int) -> None:
        self.go(lambda: model.revise(self.agreement, self.day(ago), "BRÅ", self.today))

    @rule(title=st.sampled_from(["Löften", "Nya löften"]))
    def amend(self, title: str) -> None:
        self.go(lambda: model.amend(self.agreement, AgreementChanges(title=title), "Mallen", self.today))

    @rule(text=st.sampled_from(["Vandring", "Annat"]))
    def amend_what_is_promised(self, text: str) -> None:
        changes = CommitmentChanges(text=text)
        self.go(lambda: model.amend_commitment(self.agreement, OURS, changes, "Tydligare", self.today))

    @rule(nr=st.integers(2, 3))
    def promise_more(self, nr: int) -> None:
        self.go(lambda: self.agreement.add_commitment(a_commitment(f"arjeplog-{nr}"), (), self.today))

    @rule()
    def cancel_what_is_promised(self) -> None:
        self.go(lambda: self.agreement.cancel_commitment(OURS, "Ersatt", "BRÅ", self.today))

    @rule(ago=AGO, ends=st.none() | AGO, sure=st.sampled_from([True, False]))
    def terminate(self, ago: int, ends: int | None, sure: bool) -> None:
        wish = terminating(self.day(ago), None if ends is None else self.day(ends))
        if sure:
            self.go(lambda: model.terminate(self.agreement, wish, self.today))

    @rule(ago=AGO, fate=st.sampled_from(Fate))
    def supersede(self, ago: int, fate: Fate) -> None:
        carried_to = "ny-1" if fate is Fate.CARRIED_OVER else None
        fates = (
            FateWish(commitment=one.entry.slug, fate=fate, carried_to=carried_to, reason="Ersatt", forum="BRÅ")
            for one in self.agreement.open_commitments
        )
        wish = superseding(on=self.day(ago)).model_copy(update={"fates": tuple(fates)})

        def change() -> tuple[Agreement, tuple[Event, ...]]:
            superseded, _, facts = model.supersede(self.agreement, a_successor(), wish, self.today)
            return superseded, facts

        self.go(change)

    @rule(ago=AGO, assessed=st.sampled_from([True, True, False]))
    def close(self, ago: int, assessed: bool) -> None:
        on = self.day(ago)
        done = dict.fromkeys(Checklist.model_fields, on if assessed else None)
        self.go(lambda: model.close(self.agreement, on, Checklist.model_validate(done), self.today))

    @invariant()
    def holds_together(self) -> None:
        agreement = getattr(self, "agreement", None)
        if agreement is None:
            return
        promised = agreement.state not in {S.DRAFT, S.SHARED, S.WITHDRAWN}
        assert (agreement.signed_on is not None) == promised
        assert agreement.shared_on is not None or agreement.state in {S.DRAFT, S.WITHDRAWN}
        assert (agreement.life.checklist is not None) == (agreement.state is S.CLOSED)
        assert (agreement.life.successor_id is not None) == (agreement.state is S.SUPERSEDED)
        assert agreement.state is not S.TERMINATED or agreement.life.notice is not None
        assert agreement.first_written.commitments[0].id == OURS


TestNoOrderOfWishesLeavesTheDiagram = Life.TestCase
TestNoOrderOfWishesLeavesTheDiagram.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)
