"""Why is it due when it is, and who has been mailed about it?"""

import asyncio

from rich.console import Console

from schemas.followup import ExplainOccurrence, Explanation
from schemas.notifier import LedgerLine, LedgerLines, ShowLedger
from services.cli import ladders, words
from services.cli.connection import connected
from services.cli.showing import add, console, local, plain, print_json, table
from services.cli.typed import AsJson, OccurrenceRef
from services.cli.where import DataFolder, Where, find
from services.front.ladders import rung
from services.runtime.errors import Refused


def explain(occurrence: OccurrenceRef, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Förklara varför ett tillfälle ska vara klart just då, vilka påminnelser som går och vilka mejl som har gått."""
    told, mails = asyncio.run(_both(find(data), occurrence))
    if as_json:
        explanation = told.model_dump(mode="json", exclude={"refused", "failed"})
        return print_json(explanation | {"mails": mails})
    return _show(console(), told, mails)


async def _both(system: Where, occurrence: str) -> tuple[Explanation, tuple[LedgerLine, ...]]:
    async with connected(system) as connection:
        told = await connection.bus.ask(ExplainOccurrence(occurrence=occurrence), Explanation)
        if told.occurrence is None:
            raise Refused(f"Tillfället {occurrence} går inte att förklara.")
        ledger = await connection.bus.ask(ShowLedger(occurrence=str(told.occurrence.id)), LedgerLines)
    return told, ledger.lines


def _show(screen: Console, told: Explanation, mails: tuple[LedgerLine, ...]) -> None:
    line = told.occurrence
    if line:
        screen.print(plain(line.commitment), style="bold")
        screen.print(f"{line.slug} ({line.id}), ur {plain(line.agreement)}")
        done = words.done(line)
        screen.print(f"Senast {line.due or '–'}. Gjort: {done}. Läge: {words.status(line).plain}.\n")
    for sentence in told.sentences:
        screen.print(f"• {plain(sentence)}")
    if told.ladder:
        screen.print("", ladders.sentence(told.ladder), sep="\n")
    reminders = table("Påminnelse", "Går", "Läge", "Anledning", title="Påminnelser")
    for one in told.reminders:
        add(reminders, rung(one.rung), one.leaves, words.REMINDERS.get(one.state, one.state), one.reason)
    screen.print("", reminders if told.reminders else "Inga påminnelser.")
    letters = table("När", "Till", "Påminnelse", "Läge", "Anledning", "Försök#", title="Mejl")
    for mail in mails:
        state = words.MAILS[mail.state]
        add(letters, local(mail.at), words.role(mail.role), rung(mail.rung), state, mail.reason, mail.attempts)
    screen.print("", letters if mails else "Inga mejl.")
