"""Who holds which function, who stands in, and whom does mail not reach?"""

from collections.abc import Sequence
from uuid import UUID

import typer
from rich.text import Text

from schemas.agreements import FunctionLine, FunctionLines, HolderTerm, ListFunctions
from schemas.notifier import Addressee, FindUnreached, UnreachedFunction, UnreachedFunctions
from services.cli import holders, words
from services.cli.agreements import County, Municipality
from services.cli.as_of import asking
from services.cli.connection import ask
from services.cli.showing import add, console, print_json, table
from services.cli.typed import AsJson
from services.cli.where import DataFolder, Where, find

ASKED_AT_ONCE = 2000
app = typer.Typer(help="Visa och ändra vem som innehar varje funktion.")
app.command("appoint")(holders.appoint)
app.command("end")(holders.end)
app.command("substitute")(holders.substitute)
app.command("recall")(holders.recall)
app.command("hand-over")(holders.hand_over)


@app.callback(invoke_without_command=True)
@asking
def functions(
    context: typer.Context,
    county: County = None,
    municipality: Municipality = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Visa varje funktion: innehavare och ersättare, vem mejlen når i dag och hur mycket öppet arbete den har."""
    if context.invoked_subcommand:
        context.obj = data
        return None
    lines = ask(find(data), ListFunctions(county=county, municipality=municipality), FunctionLines).functions
    if as_json:
        return print_json(lines)
    shown = table("Funktion", "Innehavare", "Ersättare", "Mejl når i dag", "Öppna åtaganden#")
    for one in lines:
        add(shown, words.who([one]), _holders(one), _substitutes(one), _reached(one), one.open_commitments)
    return console().print(shown if lines else "Inga funktioner.")


@app.command()
@asking
def orphans(
    context: typer.Context,
    county: County = None,
    municipality: Municipality = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Visa funktioner med öppet arbete som ingen innehar, vars mejl kommer tillbaka eller som inte svarar på 60 dagar.

    Ingen ser om ett mejl öppnas; i stället räknas om parten har redovisat något av det som funktionen fått mejl om.
    """
    system = find(data or context.obj)
    lines = ask(system, ListFunctions(county=county, municipality=municipality), FunctionLines).functions
    working = [one for one in lines if one.open_commitments]
    wrong = _unreached(system, working)
    found = [(one, why) for one in working if (why := _why(one, wrong.get(one.id)))]
    if as_json:
        return print_json([{"function": one, "why": why} for one, why in found])
    shown = table("Funktion", "Varför", "Öppna åtaganden#")
    for one, why in found:
        add(shown, words.who([one]), "\n".join(why), one.open_commitments)
    return console().print(shown if found else "Alla funktioner med öppet arbete går att nå.")


def _unreached(system: Where, lines: Sequence[FunctionLine]) -> dict[UUID, UnreachedFunction]:
    asked = [
        Addressee(function_id=one.id, party=one.party, since=one.reached_since) for one in lines if one.reached_since
    ]
    pages = [asked[first : first + ASKED_AT_ONCE] for first in range(0, len(asked), ASKED_AT_ONCE)]
    found = (ask(system, FindUnreached(functions=tuple(page)), UnreachedFunctions) for page in pages)
    return {one.function_id: one for page in found for one in page.functions}


def _why(line: FunctionLine, wrong: UnreachedFunction | None) -> list[str]:
    why = []
    if line.reached is None:
        why.append("Ingen innehar den, och ingen ersättare når någon.")
    if wrong and wrong.came_back_on:
        why.append(f"Mejlet {wrong.came_back_on} kom inte fram. {wrong.reason}")
    if wrong and wrong.silent_since:
        why.append(f"Inget är redovisat sedan mejlet {wrong.silent_since}.")
    return why


def _holders(line: FunctionLine) -> str:
    terms = [one for one in (line.holder, *line.next_holders) if one]
    return "\n".join(_holder(one) for one in terms) or "ingen"


def _holder(one: HolderTerm) -> str:
    label = f" ({one.label})" if one.label else ""
    return f"{one.mailbox}{label} {words.period(one.since, one.until)}"


def _substitutes(line: FunctionLine) -> str:
    return "\n".join(f"{words.who([one.function])} {one.since}–{one.until}" for one in line.substitutes)


def _reached(line: FunctionLine) -> Text:
    if line.reached is None:
        return Text("▲ ingen", "red")
    if line.reached.function_id == line.id:
        return Text("✓ innehavaren", "green")
    return Text(f"→ {words.who([line.reached])}", "yellow")
