"""What happens when it is told who holds a function or stands in for it, and when that is asked?"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from schemas.agreements import (
    AppointHolder,
    AppointSubstitute,
    Document,
    EndHolder,
    EndSubstitute,
    FindMailboxes,
    FunctionEntry,
    FunctionLines,
    HandOverWork,
    ListFunctions,
    Mailboxes,
    SetMailbox,
    WorkHandedOver,
)
from services.agreements import model
from services.agreements.model import Facts, Function, HandingOver, Holder, Substitute
from services.agreements.store import Agreements, Functions, Quiet
from services.runtime.errors import Refused
from services.runtime.work import Work


async def set_mailbox(wish: SetMailbox, work: Work) -> None:
    function = await _take(wish.function_id, work)
    await _keep(work, *function.appoint_holder(Holder(work.today, wish.mailbox), work.today))


async def appoint_holder(wish: AppointHolder, work: Work) -> None:
    function = await _take(wish.function_id, work)
    new = Holder(wish.since or work.today, wish.mailbox, wish.label, wish.until)
    await _keep(work, *function.appoint_holder(new, work.today))


async def end_holder(wish: EndHolder, work: Work) -> None:
    function = await _take(wish.function_id, work)
    await _keep(work, *function.end_holder(wish.on, work.today))


async def appoint_substitute(wish: AppointSubstitute, work: Work) -> None:
    function = await _take(wish.function_id, work)
    substitute = await _find("substitute_id", wish.substitute_id, work)
    new = Substitute(substitute.id, wish.since, wish.until)
    await _keep(work, *function.appoint_substitute(new, work.today))


async def end_substitute(wish: EndSubstitute, work: Work) -> None:
    function = await _take(wish.function_id, work)
    await _keep(work, *function.end_substitute(wish.substitute_id, wish.on, work.today))


async def hand_over_work(wish: HandOverWork, work: Work) -> None:
    giver = await _find("function_id", wish.function_id, work)
    over = HandingOver(giver, await _find("to_id", wish.to_id, work), work.today)
    over.check()
    agreements = Agreements(work.connection)
    named = await Functions(work.connection).agreements_of(giver.id)
    taken = [over.of(agreement) for agreement in await agreements.take_all([str(one) for one in named]) if agreement]
    changed = [(now, commitments, facts) for now, commitments, facts in taken if facts]
    if not changed:
        raise Refused(f"Funktionen {giver.role} har inget öppet arbete att lämna över.")
    promised = [(now, commitment) for now, commitments, _ in changed for commitment in commitments]
    await agreements.save([now for now, _, _ in changed])
    await agreements.save_promises(promised)
    work.emit(*[fact for _, _, facts in changed for fact in facts])
    work.emit(WorkHandedOver(function_id=giver.id, to_id=wish.to_id, commitments=len(promised), on=work.today))


async def find_mailboxes(question: FindMailboxes, work: Work) -> Mailboxes:
    day = question.on or work.today
    named = {*question.functions, *(one for each in question.if_substitutes for one in each.pair)}
    known = await Functions(work.connection).find_reachable(named, day)
    for one in question.if_substitutes:
        function, substitute = (_known("if_substitutes", each, known.get(each)) for each in one.pair)
        new = Substitute(substitute.id, one.since, one.until)
        known[function.id], _ = function.appoint_substitute(new, work.today)
    quiet = await Quiet(work.connection).among(known)
    found = (model.mailbox(known[one], known, day, quiet) for one in question.functions if one in known)
    return Mailboxes(mailboxes=tuple(found))


async def list_functions(question: ListFunctions, work: Work) -> FunctionLines:
    functions = Functions(work.connection)
    named = await functions.named(question)
    known = await functions.find_reachable(named, work.today)
    lines = []
    for one in (known[each] for each in known if each in named):
        whole = question.asker is None or named[one.id].agreed or one.is_of(question.asker, question.places)
        told = model.line(one, known, work.today, named[one.id].commitments)
        lines.append(told if whole else model.line_as_described(one, work.today))
    return FunctionLines(functions=tuple(lines))


async def add_functions(
    functions: Iterable[FunctionEntry], agreement: Document, work: Work, first_day: date | None = None
) -> None:
    """Each with the holder it came with, from the agreement's first day or from today, whichever is earlier."""
    await add_functions_of([(functions, agreement, work)], min(first_day or work.today, work.today))


async def add_functions_of(named: Sequence[tuple[Iterable[FunctionEntry], Document, Work]], since: date) -> None:
    """All in one go, so that they are locked in the order of their ids; the first that names one tells of it."""
    naming = [(one, agreement.municipalities, work) for functions, agreement, work in named for one in functions]
    coming = {one.id: (model.described(one, since), work) for one, _, work in reversed(naming)}
    functions = Functions(named[0][2].connection)
    new = await functions.add_missing(one for one, _ in coming.values())
    known = {one.id: one for one in await functions.find(coming.keys() - new)} if coming.keys() - new else {}
    for one, municipalities, _ in naming:
        if one.id in known:
            model.check_known(one, known[one.id])
        else:
            model.check_new(one, municipalities)
    for function, work in coming.values():
        if function.id in new:
            work.emit(function.added)


async def _take(function_id: UUID, work: Work) -> Function:
    return _known("function_id", function_id, await Functions(work.connection).take(function_id))


async def _find(field: str, function_id: UUID, work: Work) -> Function:
    found = await Functions(work.connection).find([function_id])
    return _known(field, function_id, found[0] if found else None)


def _known(field: str, function_id: UUID, found: Function | None) -> Function:
    if found is None:
        raise Refused(f"Fältet {field}: det finns ingen funktion {function_id}.")
    return found


async def _keep(work: Work, function: Function, facts: Facts) -> None:
    await Functions(work.connection).save(function)
    work.emit(*facts)
