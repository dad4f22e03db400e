"""What does somebody want to simulate? From an address to a question, or to mistakes with a sentence each."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import TypeVar

from starlette.datastructures import QueryParams

from schemas.agreements import FunctionLine, SubstituteIf
from schemas.base import FIRST_DAY, LAST_DAY
from schemas.followup import DueIf, LadderIf
from services.front import ladders
from services.front.simulating import Asked
from services.portal.pages.answer_form import Mistakes
from services.portal.pages.language import Written, _
from services.portal.pages.site import LONGEST_NAME, cleaned, text_in

USUAL = timedelta(days=27)
"""From the first day to the last, where the address says nothing."""
MOST_DAYS = 366
MOST_ROWS = 20
LONGEST = {"steg": 2500}
"""Room for every ladder that can be chosen."""
GROUPS = {
    "due": ("tillfalle", "ny-dag"),
    "holidays": ("rod-dag",),
    "ladders": ("trappa", "steg"),
    "substitutes": ("funktion", "ersattare", "ersattare-fran", "ersattare-till"),
}
"""What may be thought otherwise, and the fields of a row of it."""
Row = tuple[str, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Form:
    """As filled in. `rows`: what is thought otherwise, by its group."""

    since: str
    until: str
    agreement: str
    rows: dict[str, list[Row]]

    @property
    def otherwise(self) -> bool:
        return any(self.rows.values())


def filled_in(asked: QueryParams, today: date) -> Form:
    def rows(names: Sequence[str]) -> list[Row]:
        columns = ([cleaned(text, LONGEST.get(name, LONGEST_NAME)) for text in asked.getlist(name)] for name in names)
        return [row for row in zip_longest(*columns, fillvalue="") if any(row)][: MOST_ROWS + 1]

    return Form(
        since=text_in(asked, "fran") or str(today),
        until=text_in(asked, "till") or str(today + USUAL),
        agreement=text_in(asked, "overenskommelse"),
        rows={group: rows(names) for group, names in GROUPS.items()},
    )


def read_form(form: Form, functions: Sequence[FunctionLine]) -> Asked:
    """`functions`: those that a substitute may be among. Raises Mistakes: a sentence for each field, as `steg-2`."""
    wrong: dict[str, str] = {}

    def each(rows: Sequence[Row], read: Callable[[int, Row], T]) -> tuple[T, ...]:
        found = []
        for number, row in enumerate(rows, start=1):
            try:
                found.append(read(number, row))
            except Mistakes as mistakes:
                wrong.update(mistakes.sentences)
        return tuple(found)

    period = each([(form.since, form.until)], _period)
    due = each(form.rows["due"], _due)
    holidays = each(form.rows["holidays"], lambda number, row: _day(f"rod-dag-{number}", row[0]))
    others = each(form.rows["ladders"], _ladder)
    stand_ins = each(form.rows["substitutes"], lambda number, row: _substitute(number, row, functions))
    if len({one.ladder for one in others}) < len(others):
        wrong["trappa-1"] = "Samma trappa är angiven två gånger. Skriv alla dess steg på en gång."
    if any(len(rows) > MOST_ROWS for rows in form.rows.values()):
        wrong["fran"] = _("Tänk om högst %(most)s saker av varje slag i taget.", most=MOST_ROWS)
    if wrong:
        raise Mistakes(wrong)
    return Asked(*period[0], form.agreement or None, due, stand_ins, holidays, others)


def _period(_number: int, row: Row) -> tuple[date, date]:
    since, until = _day("fran", row[0]), _day("till", row[1])
    if (until - since).days >= MOST_DAYS:
        raise Mistakes({"till": _("Välj högst ett år i taget.")})
    return since, until


def _due(number: int, row: Row) -> DueIf:
    if not row[0]:
        raise Mistakes({f"tillfalle-{number}": _("Skriv tillfällets namn, som mala-5/2026.")})
    return DueIf(occurrence=row[0], due=_day(f"ny-dag-{number}", row[1]))


def _ladder(number: int, row: Row) -> LadderIf:
    try:
        ladder = ladders.kind(row[0])
    except ValueError:
        raise Mistakes({f"trappa-{number}": _("Välj vilken trappa det gäller.")}) from None
    try:
        return LadderIf(ladder=ladder, steps=ladders.steps(row[1], ladder))
    except ValueError as wrong:
        raise Mistakes({f"steg-{number}": Written(wrong)}) from wrong


def _substitute(number: int, row: Row, functions: Sequence[FunctionLine]) -> SubstituteIf:
    function, substitute, since, until = row
    return SubstituteIf(
        function_id=_meant(f"funktion-{number}", function, functions).id,
        substitute_id=_meant(f"ersattare-{number}", substitute, functions).id,
        since=_day(f"ersattare-fran-{number}", since),
        until=_day(f"ersattare-till-{number}", until),
    )


def _meant(name: str, called: str, functions: Sequence[FunctionLine]) -> FunctionLine:
    """The one function that a person names by its role, its mailbox today or its id."""
    found = [one for one in functions if called.casefold() in _names(one)]
    if len(found) == 1:
        return found[0]
    if found:
        many = _("%(count)s funktioner heter %(name)s. Skriv brevlådan i stället.", count=len(found), name=called)
        raise Mistakes({name: many})
    none = _("Det finns ingen funktion som heter %(name)s. Se dem under Funktioner.", name=called)
    raise Mistakes({name: none if called else _("Skriv en funktion.")})


def _names(line: FunctionLine) -> set[str]:
    names = (str(line.id), line.role, line.role.replace("_", " "), line.holder.mailbox if line.holder else "")
    return {name.casefold() for name in names} - {""}


def _day(name: str, text: str) -> date:
    with suppress(ValueError):
        day = date.fromisoformat(text)
        if FIRST_DAY <= day <= LAST_DAY:
            return day
    raise Mistakes({name: _("Skriv datumet som år-månad-dag, till exempel 2026-03-31.")})
