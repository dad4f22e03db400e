"""When must a situation picture, an action plan or an open-ended agreement be looked at again?"""

from datetime import date
from typing import Annotated

import typer
from rich.text import Text

from schemas.followup import ClockKind, ClockLine, ClockLines, ClockState, ListClocks, RecordStatutoryStep
from services.cli import typed, words
from services.cli.agreements import County, Municipality
from services.cli.connection import ask, carry_out
from services.cli.following import On, today
from services.cli.showing import add, console, print_json, table
from services.cli.typed import AsJson, not_understood
from services.cli.where import DataFolder, find
from services.front.naming import CLOCKS

STATES = {
    ClockState.UNKNOWN: Text("? okänt när det senast gjordes", "magenta"),
    ClockState.RUNNING: Text("✓ i tid", "green"),
    ClockState.DUE: Text("● ska göras", "yellow"),
    ClockState.OVERDUE: Text("▲ försenat", "red"),
}
STEPS = {
    "lägesbild": ClockKind.SITUATION_PICTURE,
    "åtgärdsplan": ClockKind.ACTION_PLAN,
    "situation_picture": ClockKind.SITUATION_PICTURE,
    "action_plan": ClockKind.ACTION_PLAN,
}


def _step(text: str) -> ClockKind:
    return STEPS.get(text.casefold()) or not_understood(f"{text} är ingen klocka. Skriv lägesbild eller åtgärdsplan.")


MunicipalityCode = Annotated[
    str, typer.Argument(parser=typed.municipality, metavar="KOMMUN", help="Kommunens kod, fyra siffror.")
]
StepArgument = Annotated[
    ClockKind, typer.Argument(parser=_step, metavar="lägesbild|åtgärdsplan", help="Vad som har gjorts.")
]
RegistrationNumber = Annotated[
    str, typer.Option("--number", parser=typed.ref, metavar="DIARIENUMMER", help="Handlingens diarienummer.")
]
InsteadOf = Annotated[
    date | None,
    typer.Option("--instead-of", parser=typed.day, metavar="DATUM", help="Rätta: dagen som angavs av misstag."),
]
OfAgreement = Annotated[
    str | None,
    typer.Option("--agreement", parser=typed.ref, metavar="NAMN", help="Bara det som rör en överenskommelse."),
]


def clocks(
    county: County = None,
    municipality: Municipality = None,
    agreement: OfAgreement = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Visa när lägesbild och åtgärdsplan ska ses över, och överenskommelser utan slutdag revideras."""
    question = ListClocks(county=county, municipality=municipality, agreement=agreement)
    found = ask(find(data), question, ClockLines).clocks
    if as_json:
        return print_json(found)
    shown = table("Kommun", "Vad", "Senast gjort", "Diarienummer", "Senast den", "Läge")
    for one in found:
        number = one.registration_number or None
        add(shown, words.places(one.municipalities), what(one), one.last_on, number, one.due, state(one))
    return console().print(shown if found else "Inga klockor.")


def step(  # noqa: PLR0913  one per option
    municipality: MunicipalityCode,
    clock: StepArgument,
    *,
    number: RegistrationNumber,
    on: On = None,
    instead_of: InsteadOf = None,
    data: DataFolder = None,
) -> None:
    """Registrera att lägesbilden är uppdaterad eller åtgärdsplanen uppföljd. Bara dag och diarienummer sparas."""
    system = find(data)
    wish = RecordStatutoryStep(
        municipality=municipality,
        clock=clock,
        on=on or today(system),
        registration_number=number,
        instead_of=instead_of,
    )
    carry_out(system, wish)
    stands = ask(system, ListClocks(municipality=municipality), ClockLines).clocks
    line = next(one for one in stands if one.clock is clock)
    console().print(f"Registrerat för {words.municipality(municipality)}. Nästa gång {what(line)} senast {line.due}.")


def what(line: ClockLine) -> str:
    return f"{CLOCKS[line.clock]} ({line.agreement})" if line.agreement else CLOCKS[line.clock]


def state(line: ClockLine) -> Text:
    """With how long is left, or how late it is."""
    shown = STATES[line.state].copy()
    if line.days_left is None or line.state is ClockState.UNKNOWN:
        return shown
    left = words.days(abs(line.days_left))
    return shown.append(f" {left}" if line.days_left < 0 else f", {left} kvar")
