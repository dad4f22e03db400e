"""Who holds which function, who stands in, and whom does mail not reach?"""

import asyncio
from collections.abc import Sequence

import typer
from rich.text import Text

from schemas.agreements import FunctionLine, FunctionLines, HolderTerm, ListFunctions
from services.cli import holders, words
from services.cli.agreements import County, Municipality
from services.cli.as_of import asking
from services.cli.connection import ask, connected
from services.cli.showing import add, console, print_json, table
from services.cli.typed import AsJson
from services.cli.where import DataFolder, Where, find
from services.front.unreached import Orphan, find_orphans

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
    found = asyncio.run(_orphans(system, lines))
    if as_json:
        return print_json(found)
    shown = table("Funktion", "Varför", "Öppna åtaganden#")
    for one in found:
        add(shown, words.who([one.function]), "\n".join(one.why), one.function.open_commitments)
    return console().print(shown if found else "Alla funktioner med öppet arbete går att nå.")


async def _orphans(system: Where, lines: Sequence[FunctionLine]) -> list[Orphan]:
    async with connected(system) as connection:
        return await find_orphans(connection.bus, lines)


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
