"""What have residents been told, and where are they still owed an answer?"""

import re
from typing import Annotated

import typer
from rich.text import Text

from schemas.followup import FeedbackLine, FeedbackLines, FeedbackState, ListPublicFeedback, RecordPublicFeedback
from services.cli import typed, words
from services.cli.agreements import County, Municipality
from services.cli.connection import ask, carry_out
from services.cli.following import On, today
from services.cli.showing import add, console, plain, print_json, table
from services.cli.typed import AgreementRef, AsJson, not_understood
from services.cli.where import DataFolder, find

STATES = {
    FeedbackState.TOLD: Text("✓ berättat", "green"),
    FeedbackState.NOT_TOLD: Text("○ inget berättat än", "bright_black"),
    FeedbackState.DUE: Text("▲ invånarna väntar på svar", "red"),
}
ADDRESS = re.compile(r"https?://[!-~]{3,480}")


def _url(text: str) -> str:
    if not ADDRESS.fullmatch(text):
        not_understood(f"{text} är ingen webbadress. Skriv den som https://kommunen.example.se/sidan.")
    return text


Channel = Annotated[
    str, typer.Option("--channel", parser=typed.ref, metavar="VAR", help="Till exempel kommunens webbplats.")
]
Url = Annotated[str | None, typer.Option("--url", parser=_url, metavar="ADRESS", help="Där det går att läsa.")]
DueOnly = Annotated[bool, typer.Option("--due", help="Bara löften som har löpt ut utan att invånarna fått veta något.")]


def inform(
    agreement: AgreementRef, *, channel: Channel, on: On = None, url: Url = None, data: DataFolder = None
) -> None:
    """Registrera att invånarna har fått veta vad det blev av ett löfte."""
    system = find(data)
    day = on or today(system)
    carry_out(system, RecordPublicFeedback(agreement=agreement, on=day, channel=channel, url=url))
    console().print(f"Registrerat: invånarna informerades den {day}, {plain(channel)}.")


def feedback(
    county: County = None,
    municipality: Municipality = None,
    due_only: DueOnly = False,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Visa vad invånarna har fått veta om det som har lovats, och var de väntar på svar."""
    question = ListPublicFeedback(county=county, municipality=municipality, due_only=due_only)
    found = ask(find(data), question, FeedbackLines).agreements
    if as_json:
        return print_json(found)
    shown = table("Namn", "Rubrik", "Kommuner", "Gäller till", "Berättat", "Senast den", "Läge")
    for one in found:
        until = one.until or "tills vidare"
        place = words.places(one.municipalities)
        add(shown, one.agreement_slug, one.agreement, place, until, told(one), one.due, STATES[one.state])
    return console().print(shown if found else "Inget att visa.")


def told(line: FeedbackLine) -> str:
    return "\n".join(f"{one.on} {one.channel}{f', {one.url}' if one.url else ''}" for one in line.told)
