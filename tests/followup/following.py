"""How does a test let the follow-up service hear, do and answer, and see what it says? On its real database."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from schemas.agreements import (
    AgreementDrafted,
    AgreementSigned,
    CommitmentAdded,
    CommitmentEntry,
    Document,
    Responsible,
)
from schemas.base import Event, Party
from schemas.followup import ReportActivity
from services.followup.app import build
from services.followup.handlers.clock import DueDaysThatPassed, RemindersThatAreDue, extend_the_horizon
from services.followup.settings import Settings
from services.runtime.work import Work
from tests.conftest import work_in
from tests.fakes import StoppedClock

E_ = TypeVar("E_", bound=Event)
WIRED = build(Settings())


@dataclass
class Following:
    """`said` is everything the service has emitted, in order."""

    url: str
    clock: StoppedClock
    said: list[Event] = field(default_factory=list)

    async def hear(self, *facts: Event) -> None:
        for fact in facts:
            await self.do(WIRED.heard[type(fact)], fact)

    async def tell(self, wish: object) -> None:
        await self.do(WIRED.answered[type(wish)], wish)

    async def ask(self, question: object) -> object:
        return await self.do(WIRED.answered[type(question)], question)

    async def do(self, handler: Callable[..., Awaitable[object]], *message: object) -> object:
        async with work_in(self.url, self.clock) as work:
            answer = await handler(*message, work)
            self.said.extend(work.facts)
        return answer

    async def let_time_work(self) -> None:
        for job in (extend_the_horizon, RemindersThatAreDue().leave, DueDaysThatPassed().announce):
            while await self.do(job):
                pass

    def heard(self, kind: type[E_]) -> list[E_]:
        return [fact for fact in self.said if type(fact) is kind]

    def work(self) -> "Work":
        return work_in(self.url, self.clock)


def signed(document: Document, on: str = "2026-01-01") -> list[Event]:
    """What the agreements service says when an agreement is taken in whole."""
    return [*drafted(document), signing(document, on)]


def drafted(document: Document) -> list[Event]:
    begun = AgreementDrafted(
        agreement_id=document.id,
        slug=document.slug,
        type=document.type,
        title=document.title,
        municipalities=document.municipalities,
        police_areas=document.police_areas,
        validity=document.validity,
        revision_interval_months=document.revision_interval_months,
        registration_numbers=document.registration_numbers,
        review=document.review,
        focus_areas=document.focus_areas,
        coordinators=tuple(
            Responsible(function_id=one.id, party=one.party, role=one.role) for one in document.functions
        ),
    )
    return [begun, *(adding(document, commitment) for commitment in document.commitments)]


def adding(document: Document, commitment: CommitmentEntry) -> CommitmentAdded:
    return CommitmentAdded(
        agreement_id=document.id,
        commitment_id=commitment.id,
        slug=commitment.slug,
        focus_area=commitment.focus_area,
        text=commitment.text,
        recurrence=commitment.recurrence,
        responsible=commitment.responsible,
        public=commitment.public,
    )


def signing(document: Document, on: str = "2026-01-01") -> AgreementSigned:
    return AgreementSigned(agreement_id=document.id, on=date.fromisoformat(on), signatories=document.signatories)


def a_report(
    occurrence: str, count: int = 1, on: str = "2026-03-02", *, by: Party = Party.POLICE, comment: str = ""
) -> ReportActivity:
    return ReportActivity(occurrence=occurrence, party=by, count=count, on=date.fromisoformat(on), comment=comment)
