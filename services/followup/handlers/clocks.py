"""What happens when a statutory step is told, an agreement's clock is to run or stop, or a clock's day has come?"""

from collections.abc import Iterable

from schemas.agreements import AgreementRevised
from schemas.followup import ClockLines, ListClocks, RecordStatutoryStep
from services.followup.handlers.deadlines import set_deadline_of_clock, set_deadlines
from services.followup.model import clock as rules
from services.followup.model import progress
from services.followup.model.agreement import Agreement
from services.followup.model.clock import Clock, Step
from services.followup.model.places import meant
from services.followup.store.clocks import Clocks
from services.followup.store.promises import Promises
from services.runtime.work import Work

PAGE = 500


async def record_statutory_step(wish: RecordStatutoryStep, work: Work) -> None:
    rules.check(wish)
    clocks = Clocks(work.connection)
    clock, fact = rules.record(await clocks.take_statutory(wish.municipality, wish.clock), wish, work.today)
    await clocks.save([clock])
    await set_deadline_of_clock(clock, work)
    work.emit(fact)


async def follow_agreement(agreement: Agreement, work: Work) -> None:
    """Its revision clock runs while it applies without an end."""
    if not agreement.revision_interval_months:
        return
    clocks = Clocks(work.connection)
    clock = rules.of_revision(agreement, await clocks.take_of_agreement(agreement.id))
    await clocks.save([clock] if clock else [])


async def on_agreement_revised(fact: AgreementRevised, work: Work) -> None:
    clocks = Clocks(work.connection)
    clock = await clocks.take_of_agreement(fact.agreement_id)
    await clocks.save([clock.stepped(Step(fact.on))] if clock else [])
    await set_deadlines(fact.agreement_id, work)


async def announce_clocks(work: Work) -> int:
    """Says of each clock once that its due day comes, and once that it has passed."""
    clocks = Clocks(work.connection)
    page = await clocks.take_to_announce(work.today, PAGE)
    announced = [clock.announce(work.today) for clock in page]
    await clocks.save(clock for clock, _ in announced)
    for _, facts in announced:
        for fact in facts:
            work.emit(fact, *progress.of_clock(fact))
    return len(page)


async def list_clocks(question: ListClocks, work: Work) -> ClockLines:
    clocks, agreements = Clocks(work.connection), Promises(work.connection)
    if question.agreement:
        agreement = await agreements.agreement_named(question.agreement, question.asker)
        found = rules.around(agreement, await clocks.of(agreement.municipalities))
        return ClockLines(today=work.today, clocks=rules.lines(found, work.today, [agreement]))
    codes = meant(question.municipality, question.county)
    promised = await agreements.promised(codes)
    known = await clocks.of(codes) if codes else await clocks.running()
    concerned = codes or _codes([*promised, *known])
    found = rules.with_unknown(known, concerned)
    return ClockLines(today=work.today, clocks=rules.lines(found, work.today, promised))


def _codes(things: Iterable[Agreement | Clock]) -> list[str]:
    return sorted({code for thing in things for code in thing.municipalities})
