"""What is answered when somebody asks which reminders would leave, as things stand or if something were different?

Nothing is written and nothing is held: those who report or are reminded meanwhile wait for nobody.
"""

from collections.abc import Sequence

from schemas.followup import ComingReminder, ComingReminders, DueIf, SimulateReminders
from services.followup.handlers.deadline_questions import coming_deadlines
from services.followup.model.agreement import Agreement
from services.followup.model.chosen_ladder import standing, supposed
from services.followup.model.occurrence import Occurrence
from services.followup.model.places import Scope, concerned
from services.followup.model.planning import plan
from services.followup.model.reminder import Ladder
from services.followup.model.simulation import Simulation
from services.followup.store.chosen_ladders import ChosenLadders
from services.followup.store.occurrences import Occurrences
from services.followup.store.promises import Promises
from services.followup.store.waiting import Waiting
from services.runtime.errors import Refused
from services.runtime.work import Work


async def simulate_reminders(question: SimulateReminders, work: Work) -> ComingReminders:
    _refuse_impossible(question, work)
    promises = Promises(work.connection)
    agreement = await promises.agreement_named(question.agreement) if question.agreement else None
    simulation = await _simulation(question, agreement, work)
    waiting = Waiting(work.connection, Scope(agreement.id if agreement else None, concerned(question.places)))
    moved = await _moved(question.if_due, agreement, simulation, work)
    made = await _made(simulation, waiting, work)
    elsewhere = {one.id for one in moved}
    waits = await _standing(simulation, waiting)
    climbing = [pair for pair in waits if pair[0].id not in elsewhere] + simulation.climb([*moved, *made])
    found = await promises.of(one.commitment_id for one, _ in climbing)
    leaving = (simulation.leaving(found[one.commitment_id], one, ladder) for one, ladder in climbing)
    return ComingReminders(
        reminders=tuple(sorted((one for each in leaving for one in each), key=_order)),
        deadlines=await coming_deadlines(simulation, agreement.id if agreement else None, work),
    )


def _refuse_impossible(question: SimulateReminders, work: Work) -> None:
    if question.since < work.today:
        raise Refused(f"Det som har varit simuleras inte. Välj en första dag från och med i dag, {work.today}.")
    if question.until < question.since:
        raise Refused(f"Sista dagen {question.until} ligger före första dagen {question.since}.")


async def _simulation(question: SimulateReminders, agreement: Agreement | None, work: Work) -> Simulation:
    chosen = await ChosenLadders(work.connection).within([agreement.id] if agreement else None)
    others = supposed(question.if_ladders, agreement.id if agreement else None, work.today)
    return Simulation(
        today=work.today,
        since=question.since,
        until=question.until,
        red_too=frozenset(question.if_holidays),
        chosen=chosen,
        supposed=standing([*chosen.values(), *others]),
    )


async def _standing(simulation: Simulation, waiting: Waiting) -> list[tuple[Occurrence, Ladder]]:
    """What waits to leave; if other ladders are supposed, by these."""
    if simulation.supposed == simulation.chosen:
        return await waiting.reminders(simulation.windows_until)
    return simulation.climb_others(await waiting.all_open())


async def _moved(
    wishes: Sequence[DueIf], agreement: Agreement | None, simulation: Simulation, work: Work
) -> list[Occurrence]:
    """What would be due on another day."""
    moved = []
    for wish in wishes:
        occurrence = await Occurrences(work.connection).named(wish.occurrence)
        if agreement and occurrence.agreement_id != agreement.id:
            raise Refused(f"Tillfället {occurrence.slug} hör inte till {agreement.slug}.")
        moved.append(simulation.move(occurrence, wish.due))
    return moved


async def _made(simulation: Simulation, waiting: Waiting, work: Work) -> list[Occurrence]:
    """What the horizon will have brought by then."""
    ids = await waiting.to_plan(simulation.windows_until)
    promised, known = await Promises(work.connection).of(ids), await waiting.planned(ids)
    return [new for one in ids for new in plan(promised[one], known.get(one, []), simulation.planning).made]


def _order(coming: ComingReminder) -> tuple[object, ...]:
    return coming.on, coming.line.agreement_slug, coming.line.slug, coming.reminder.rung
