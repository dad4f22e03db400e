"""Which days beside the occurrences' must not be missed, and what has been said of them?"""

from typing import Annotated

import typer

from schemas.followup import DeadlineLines, ListDeadlines
from services.cli import typed, words
from services.cli.connection import ask
from services.cli.showing import add, complain, console, print_json, table
from services.cli.typed import AsJson
from services.cli.where import DataFolder, find
from services.front.ladders import rung
from services.front.naming import DEADLINES

OfAgreement = Annotated[
    str | None,
    typer.Argument(parser=typed.ref, metavar="[NAMN]", help="Bara det som rör en överenskommelse, även det som varit."),
]


def deadlines(agreement: OfAgreement = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Visa möten, slutdagar och klockor: vilka påminnelser som går när, och vad det blev av dem."""
    told = ask(find(data), ListDeadlines(agreement=agreement), DeadlineLines)
    found = told.deadlines
    if told.more:
        complain([f"Det finns fler: bara de {len(found)} närmaste visas."])
    if as_json:
        return print_json(found)
    shown = table("Dag", "Vad", "Var", "Påminnelse", "Går", "Läge", "Anledning")
    for line in found:
        where = line.meeting_slug or line.agreement or words.municipality(line.municipality or "")
        beside: tuple[object, ...] = (line.due, DEADLINES[line.deadline], where)
        for one in line.rungs:
            add(shown, *beside, rung(one.rung), one.leaves, words.REMINDERS[one.state], one.reason)
            beside = ("", "", "")
        if not line.rungs:
            add(shown, *beside, "inga", None, "", line.why_quiet)
    return console().print(shown if found else "Inga dagar att bevaka.")
