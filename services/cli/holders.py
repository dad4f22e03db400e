"""How does a function get another holder, a substitute, or lose its work to another function?"""

from datetime import date, timedelta
from typing import Annotated

import typer

from schemas.agreements import (
    AppointHolder,
    AppointSubstitute,
    EndHolder,
    EndSubstitute,
    FunctionLine,
    FunctionLines,
    HandOverWork,
    ListFunctions,
)
from services.cli import typed, words
from services.cli.connection import ask, carry_out
from services.cli.following import today
from services.cli.showing import console
from services.cli.where import DataFolder, Where, find
from services.runtime.errors import Refused

SHOWN = 5
CALLED = "Dess roll, brevlåda eller id."
FunctionRef = Annotated[str, typer.Argument(parser=typed.ref, metavar="FUNKTION", help=CALLED)]
OtherRef = Annotated[str, typer.Argument(parser=typed.ref, metavar="ANNAN_FUNKTION", help=CALLED)]
MailboxArgument = Annotated[str, typer.Argument(parser=typed.mailbox, metavar="BREVLÅDA", help="En e-postadress.")]
Label = Annotated[
    str | None, typer.Option("--label", parser=typed.ref, metavar="TEXT", help="Visas bredvid rollen, som ”vikarie”.")
]
From = Annotated[
    date | None, typer.Option("--from", parser=typed.day, metavar="DATUM", help="Första dagen; annars i dag.")
]
To = Annotated[
    date | None, typer.Option("--to", parser=typed.day, metavar="DATUM", help="Sista dagen; annars tills vidare.")
]
LastDay = Annotated[date, typer.Option("--to", parser=typed.day, metavar="DATUM", help="Sista dagen.")]
On = Annotated[
    date | None, typer.Option("--on", parser=typed.day, metavar="DATUM", help="Sista dagen; annars i går: genast.")
]


def appoint(  # noqa: PLR0913  one per option
    context: typer.Context,
    function: FunctionRef,
    mailbox: MailboxArgument,
    *,
    since: From = None,
    until: To = None,
    label: Label = None,
    data: DataFolder = None,
) -> None:
    """Ge en funktion en ny innehavare. Den förra får inga mejl från och med den dagen."""
    system = find(data or context.obj)
    day = since or today(system)
    line = meant(system, function)
    carry_out(system, AppointHolder(function_id=line.id, mailbox=mailbox, label=label, since=day, until=until))
    console().print(f"Mejl till {words.who([line])} går till {mailbox} {words.period(day, until)}.")


def end(context: typer.Context, function: FunctionRef, *, on: On = None, data: DataFolder = None) -> None:
    """Låt den som innehar en funktion sluta. Tills en ny finns når mejlen bara en ersättare."""
    system = find(data or context.obj)
    line, last = meant(system, function), on or today(system) - timedelta(days=1)
    carry_out(system, EndHolder(function_id=line.id, on=last))
    console().print(f"{words.who([line])} har ingen innehavare efter {last}, om ingen är utsedd.")


def substitute(  # noqa: PLR0913  one per option
    context: typer.Context,
    function: FunctionRef,
    by: OtherRef,
    *,
    until: LastDay,
    since: From = None,
    data: DataFolder = None,
) -> None:
    """Låt en annan funktion vara ersättare från en dag till en annan, båda inräknade."""
    system = find(data or context.obj)
    line, other, day = meant(system, function), meant(system, by), since or today(system)
    carry_out(system, AppointSubstitute(function_id=line.id, substitute_id=other.id, since=day, until=until))
    console().print(f"{words.who([other])} är ersättare för {words.who([line])} {day}–{until}.")


def recall(
    context: typer.Context, function: FunctionRef, by: OtherRef, *, on: On = None, data: DataFolder = None
) -> None:
    """Avsluta en ersättare i förtid, också det som är planerat."""
    system = find(data or context.obj)
    line, other = meant(system, function), meant(system, by)
    last = on or today(system) - timedelta(days=1)
    carry_out(system, EndSubstitute(function_id=line.id, substitute_id=other.id, on=last))
    console().print(f"{words.who([other])} är inte ersättare för {words.who([line])} efter {last}.")


def hand_over(context: typer.Context, function: FunctionRef, to: OtherRef, *, data: DataFolder = None) -> None:
    """Lämna över allt öppet arbete till en annan funktion hos samma part."""
    system = find(data or context.obj)
    line, other = meant(system, function), meant(system, to)
    carry_out(system, HandOverWork(function_id=line.id, to_id=other.id))
    left = meant(system, str(line.id)).open_commitments
    screen = console()
    screen.print(f"{_many(line.open_commitments - left)} från {words.who([line])} till {words.who([other])}.")
    if left:
        screen.print(
            f"Kvar är {left}, i det som håller på att undertecknas; lämna över det när alla har skrivit under."
        )


def _many(commitments: int) -> str:
    return "Ett åtagande lämnades över" if commitments == 1 else f"{commitments} åtaganden lämnades över"


def meant(system: Where, called: str) -> FunctionLine:
    """The one function that a person names by its role, its mailbox today or its id."""
    lines = ask(system, ListFunctions(), FunctionLines).functions
    found = [one for one in lines if called.casefold() in _names(one)]
    if not found:
        raise Refused(f"Det finns ingen funktion som heter {called}. Visa dem med `lofteskoll functions`.")
    if len(found) > 1:
        some = ", ".join(f"{one.holder.mailbox if one.holder else one.id}" for one in found[:SHOWN])
        more = " …" if len(found) > SHOWN else ""
        raise Refused(f"{len(found)} funktioner heter {called}. Skriv brevlådan eller id i stället: {some}{more}.")
    return found[0]


def _names(line: FunctionLine) -> set[str]:
    names = {str(line.id), line.role, words.role(line.role)}
    return {name.casefold() for name in (*names, line.holder.mailbox if line.holder else "")}
