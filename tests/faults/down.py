"""Everything was down for thirty days: is what fell due meanwhile told of at once, and each mailbox mailed once?"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from deploy.embedded.inbox import read_inbox
from schemas.agreements import Count, RegisterAgreement, Window
from schemas.base import Party
from services.runtime.clock import STOCKHOLM, day_in_stockholm, real_now
from tests.builders import a_commitment, a_document, a_function
from tests.faults.checks import everything
from tests.faults.evidence import Evidence, Taken, gather, taken_as
from tests.faults.load import People
from tests.faults.outside import SUPERVISOR, until
from tests.faults.quiet import until_quiet
from tests.faults.rig import Rig
from tests.faults.run import some_mornings
from tests.faults.verdict import Kind, Wrong

BEGIN = datetime(2026, 1, 7, 10, tzinfo=STOCKHOLM)
BACK = datetime(2026, 2, 6, 10, tzinfo=STOCKHOLM)
"""A Friday, thirty days later."""
MINUTE_A_SECOND = 60.0
ENDING = 3
STATES = "SELECT id, state FROM agreement"


@dataclass(frozen=True, slots=True)
class Plan:
    agreements: int
    seconds: float
    """Of work before everything dies."""
    stands_still: float = 60.0
    planted: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """What was found after the thirty days."""

    evidence: Evidence
    mails: Sequence[Taken]
    """Those of the day that all came back."""
    left: int
    """Notices that could not go with them, since their mailbox had its mail of the day when they were heard."""
    states: dict[str, dict[UUID, str]]
    """By service that keeps agreements: how each stands there."""
    seconds: float
    """From when all were ready until the last mail had left."""
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        mails, items = self.mails, sum(len(mail.occurrences) for mail in self.mails)
        overdue = len(self.evidence.said("followup", "occurrence-overdue"))
        expired = len(self.evidence.said("agreements", "agreement-expired"))
        return (
            f"thirty days down: {len(mails)} mails of {items} items to {len({mail.to for mail in mails})} mailboxes, "
            f"{overdue} overdue, {expired} agreements expired, all within {self.seconds:.0f} s of being up; "
            f"{self.left} notices left for the next morning"
        )


async def run(folder: Path, plan: Plan) -> Return:
    system, people = Rig(folder, planted=plan.planted), None
    try:
        await asyncio.to_thread(system.up, BEGIN, MINUTE_A_SECOND)
        people = People(system, 1)
        for number in range(plan.agreements):
            await people.agree(number)
        for number in range(ENDING):
            await people.tell(one_that_ends(number, day_in_stockholm(BEGIN)))
        async with people.at_work(plan.agreements):
            await asyncio.sleep(plan.seconds)
        await until_quiet(system, BEGIN, plan.stands_still)
        mails_before = len(list(system.running.mail.glob("*.eml")))
        await system.kill(SUPERVISOR)
        await asyncio.to_thread(system.up, BACK, MINUTE_A_SECOND)
        await until(system.is_ready, "all are ready")
        back = real_now()
        await until_quiet(system, back, plan.stands_still)
        mails, last = (
            [taken_as(mail) for mail in read_inbox(system.running.mail)][mails_before:],
            await _last_mail(system),
        )
        [[left]] = await system.rows("notifier", "SELECT count(*) FROM notice WHERE state = 'planned'")
        quiet_since = await some_mornings(system, back, plan.stands_still)
        returned = Return(
            await gather(system, people.notes, quiet_since),
            mails,
            left,
            {name: dict(await system.rows(name, STATES)) for name in ("agreements", "followup")},
            (last - back).total_seconds(),
        )
    finally:
        if people:
            await people.leave()
        await asyncio.to_thread(system.down)
    found = [*everything(returned.evidence), *(one for check in CHECKS for one in check(returned))]
    returned.wrong.extend(f"{kind}: {what}" for kind, what in found)
    return returned


def one_that_ends(number: int, today: date) -> RegisterAgreement:
    """A promise of a quarter that ends while all is down, with a deadline that passes too."""
    slug, lead = f"slut-{number}", a_function(f"samordnare {number}", Party.MUNICIPALITY, f"slut.{number}@example.se")
    document = a_document(
        slug,
        since=str(today - timedelta(days=60)),
        until=str(today + timedelta(days=5 + 7 * number)),
        functions=(lead,),
        commitments=(
            a_commitment(f"{slug}-1", Count(min=1, window=Window.WEEK), by=(lead,), agreement=slug),
            a_commitment(f"{slug}-2", due=str(today + timedelta(days=3)), by=(lead,), agreement=slug),
        ),
        registration_numbers=dict.fromkeys(Party, f"TEST slut {number}/2026"),
    )
    return RegisterAgreement(document=document, signed_on=today - timedelta(days=60))


async def _last_mail(system: Rig) -> datetime:
    [[at]] = await system.rows("notifier", "SELECT max(at) FROM attempt")
    assert isinstance(at, datetime)
    return at


def each_mailbox_is_mailed_once(returned: Return) -> Iterator[Wrong]:
    """No burst."""
    for mailbox, mails in Counter(mail.to for mail in returned.mails).items():
        if mails > 1:
            yield Kind.DUPLICATED, f"{mailbox} got {mails} mails on the day that all came back"


def what_ended_meanwhile_is_told_of_once(returned: Return) -> Iterator[Wrong]:
    evidence = returned.evidence
    told = Counter(said.body["agreement_id"] for said in evidence.said("agreements", "agreement-expired"))
    for wish in evidence.notes.agreed:
        last, times = wish.document.validity.until, told[str(wish.document.id)]
        if times != (last is not None and last < evidence.today):
            kind = Kind.DUPLICATED if times > 1 else Kind.LOST
            yield kind, f"{wish.document.slug} ended {last} and was told of {times} times as expired"


def all_know_the_same_of_each_agreement(returned: Return) -> Iterator[Wrong]:
    known: defaultdict[UUID, dict[str, str]] = defaultdict(dict)
    for service, states in returned.states.items():
        for agreement, state in states.items():
            known[agreement][service] = state
    for agreement, states in known.items():
        if len(set(states.values())) != 1 or len(states) != len(returned.states):
            yield Kind.WRONG_ROWS, f"agreement {agreement} stands as {states}"


CHECKS = (
    each_mailbox_is_mailed_once,
    what_ended_meanwhile_is_told_of_once,
    all_know_the_same_of_each_agreement,
)
