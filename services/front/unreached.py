"""Whom does mail not reach, and why? Agreements knows who holds what, the notifier what became of the mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from schemas.agreements import FunctionLine
from schemas.notifier import Addressee, FindUnreached, UnreachedFunction, UnreachedFunctions
from services.front.asks import Asks
from services.front.batches import batches
from services.front.language import _

ASKED_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Orphan:
    """A function with open work that mail does not reach, and a sentence for each reason."""

    function: FunctionLine
    why: tuple[str, ...]


async def find_orphans(of: Asks, functions: Sequence[FunctionLine]) -> list[Orphan]:
    """Those of these functions with open work that nobody holds, whose mail comes back, or that have not answered."""
    working = [one for one in functions if one.open_commitments]
    asked = [
        Addressee(function_id=one.id, party=one.party, since=one.reached_since) for one in working if one.reached_since
    ]
    wrong: dict[UUID, UnreachedFunction] = {}
    for page in batches(asked, ASKED_AT_ONCE):
        found = await of.ask(FindUnreached(functions=page), UnreachedFunctions)
        wrong |= {one.function_id: one for one in found.functions}
    told = (Orphan(one, _why(one, wrong.get(one.id))) for one in working)
    return [one for one in told if one.why]


def _why(line: FunctionLine, wrong: UnreachedFunction | None) -> tuple[str, ...]:
    why = []
    if line.reached is None:
        why.append(_("Ingen innehar den, och ingen ersättare når någon."))
    if wrong and wrong.came_back_on:
        why.append(_("Mejlet %(day)s kom inte fram.", day=wrong.came_back_on) + f" {wrong.reason}")
    if wrong and wrong.silent_since:
        why.append(_("Inget är redovisat sedan mejlet %(day)s.", day=wrong.silent_since))
    return tuple(why)
