"""Whom does what is sent to a function reach, on a day?"""

from collections.abc import Container, Mapping
from datetime import date
from uuid import UUID

from schemas.agreements import FunctionLine, HolderTerm, Mailbox, SubstituteTerm
from services.agreements.model.function import Function, Holder

Known = Mapping[UUID, Function]
"""The functions asked about, and all to which their substitutes lead, that day or later."""


def reached(function_id: UUID, known: Known, day: date) -> Function | None:
    """Whose holder gets it; None: nobody's.

    From substitute to substitute, to the last. When that one has no holder, or the way leads back to where it has
    been, the first on it that has a holder.
    """
    way = _way(function_id, known, day)
    leads_on = way and way[-1].substitute_on(day)
    tried = way if leads_on else [*way[-1:], *way]
    return next((one for one in tried if one.holder_on(day)), None)


def mailbox(function: Function, known: Known, day: date, quiet: Container[UUID] = ()) -> Mailbox:
    """`quiet`: the functions to which mails carry only role and link; it is enough that who stands in is one."""
    at = reached(function.id, known, day)
    holder = at.holder_on(day) if at else None
    return Mailbox(
        function_id=function.id,
        role=function.role,
        party=function.party,
        mailbox=holder.mailbox if holder else "",
        municipality=function.municipality,
        reached=at.responsible if at and at.id != function.id else None,
        quiet=function.id in quiet or (at is not None and at.id in quiet),
    )


def line(function: Function, known: Known, day: date, open_commitments: int) -> FunctionLine:
    at = reached(function.id, known, day)
    holders = function.holders_from(day)
    return FunctionLine(
        id=function.id,
        party=function.party,
        municipality=function.municipality,
        role=function.role,
        holder=next((_term(one) for one in holders if one.since <= day), None),
        next_holders=tuple(_term(one) for one in holders if one.since > day),
        substitutes=tuple(
            SubstituteTerm(function=known[one.function_id].responsible, since=one.since, until=one.until)
            for one in function.substitutes_from(day)
        ),
        reached=at.responsible if at else None,
        reached_since=_since(function, at, known, day) if at else None,
        open_commitments=open_commitments,
    )


def line_as_described(function: Function, day: date) -> FunctionLine:
    """For who is told no more than what whoever named it must have known."""
    first = function.as_described
    return line(first, {first.id: first}, day, 0).model_copy(update={"as_described": True})


def _way(function_id: UUID, known: Known, day: date) -> list[Function]:
    """From substitute to substitute, each once."""
    way: dict[UUID, Function] = {}
    step: UUID | None = function_id
    while step and step in known and step not in way:
        way[step] = known[step]
        step = known[step].substitute_on(day)
    return list(way.values())


def _since(function: Function, at: Function, known: Known, day: date) -> date | None:
    """The day of the latest change of those that lead there."""
    terms = [
        term for one in _way(function.id, known, day) for term in one.substitutes if term.since <= day <= term.until
    ]
    holder = at.holder_on(day)
    return max((term.since for term in [*terms, holder] if term), default=None)


def _term(one: Holder) -> HolderTerm:
    return HolderTerm(mailbox=one.mailbox, label=one.label, since=one.since, until=one.until)
