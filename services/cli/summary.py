"""What does a follow-up meeting get to see of an agreement? Sections 1–5, readable in a terminal."""

from datetime import date
from typing import Annotated

import typer
from rich.console import Console

from schemas.followup import (
    Changes,
    CommitmentRow,
    FocusAreaSection,
    Fulfilment,
    Judgement,
    PartyView,
    SummariseAgreement,
    Summary,
    SummaryHead,
)
from services.cli import typed, words
from services.cli.connection import ask
from services.cli.showing import add, answer_json, console, plain, table
from services.cli.typed import AgreementRef, AsJson
from services.cli.where import DataFolder, find

Since = Annotated[
    date | None,
    typer.Option("--since", parser=typed.day, metavar="DATUM", help="Förra mötet; annars ett uppföljningssteg bakåt."),
]


def summary(agreement: AgreementRef, since: Since = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Sammanfatta en överenskommelse inför uppföljningsmötet."""
    told = ask(find(data), SummariseAgreement(agreement=agreement, since=since), Summary)
    if as_json:
        return answer_json(told)
    screen = console()
    if told.head:
        _head(screen, told.head, told.as_of)
    if told.changes:
        _changes(screen, told.changes)
    screen.print("\n3. Löften och åtaganden", style="bold")
    for area in told.focus_areas:
        _area(screen, area)
    _silences(screen, told)
    return _coming(screen, told)


def _head(screen: Console, head: SummaryHead, as_of: date | None) -> None:
    screen.print(f"1. {plain(head.title)}", style="bold")
    left = "tills vidare" if head.days_left is None else f"{words.days(head.days_left)} kvar"
    numbers = (f"{words.PARTIES[party]} {number}" for party, number in head.registration_numbers.items())
    told = {
        "Läget den": as_of,
        "Slag": f"{words.TYPES[head.type]}, {words.STATES[head.state]}",
        "Parter": ", ".join([words.places(head.municipalities), *head.police_areas]),
        "Diarienummer": ", ".join(numbers),
        "Gäller": f"{words.period(head.since, head.until)} ({left})",
        "Följs upp i": head.forum,
    }
    for name, value in told.items():
        if value:
            screen.print(f"   {name + ':':<15}{plain(value)}")


def _changes(screen: Console, changes: Changes) -> None:
    screen.print(f"\n2. Sedan förra mötet, {changes.since}", style="bold")
    told = {
        "Genomfört": changes.done,
        "Nytt": changes.new,
        "Flyttat": changes.moved,
        "Nu försenat": changes.newly_overdue,
        "Utgår": changes.cancelled,
    }
    for name, happened in told.items():
        screen.print(f"   {name}: {len(happened) or 'inget'}")
        for change in happened:
            screen.print(f"     {change.on}  {plain(change.commitment)}: {plain(change.words)}")


def _area(screen: Console, area: FocusAreaSection) -> None:
    screen.print(f"\n   {plain(area.name)}", style="bold")
    for name, value in {"Problem": area.problem, "Orsak": area.cause, "Mål": area.goal}.items():
        if value:
            screen.print(f"   {name}: {plain(value)}")
    shown = table("Åtgärd", "När", "Vem", "Gjort", "Läge", "Uppföljning")
    for row in area.commitments:
        add(shown, row.text, _when(row), words.who(row.responsible), *_standing(row), _views(row.parties))
    screen.print(shown)


def _when(row: CommitmentRow) -> str:
    return f"{row.rule}\nsenast {row.due}" if row.due else row.rule


def _standing(row: CommitmentRow) -> tuple[object, object]:
    light = words.CANCELLED if row.cancelled else words.LIGHTS[row.light]
    return words.progress(row.done, row.target), light + _overridden(row) if row.overridden else light


def _overridden(row: CommitmentRow) -> str:
    """Never in silence: who says so, and why."""
    said = row.overridden
    return f"\nsatt av {words.PARTIES[said.by]} {said.on}: {plain(said.reason)}" if said else ""


def _views(parties: tuple[PartyView, ...]) -> str:
    """One line a party, silence too."""
    return "\n".join(
        f"{words.PARTIES[view.party].capitalize()}: {words.FULFILMENTS[view.fulfilment]}{_said(view)}"
        for view in parties
    )


def _said(view: PartyView) -> str:
    return _answers(view) + _comment(view)


def _answers(view: PartyView) -> str:
    """Brå's two questions and what is wanted next, where the party has answered."""
    asked = {"insats": view.implementation, "effekt": view.effect}
    told = [
        f"{name} {words.FULFILMENTS[Fulfilment(one.value)]}"
        for name, one in asked.items()
        if one is not Judgement.NOT_ASSESSED
    ]
    told += [words.NEXT_PERIODS[view.next_period]] if view.next_period else []
    return f" [{', '.join(told)}]" if told else ""


def _comment(view: PartyView) -> str:
    day = f" ({view.latest_on})" if view.latest_on else ""
    return f"{day} – {view.latest_comment}" if view.latest_comment else day


def _silences(screen: Console, told: Summary) -> None:
    screen.print("\n4. Ej redovisat", style="bold")
    for silence in told.not_reported:
        roles = ", ".join(words.role(one) for one in silence.roles)
        screen.print(f"   {words.PARTIES[silence.party].capitalize()}: {plain(silence.text)} ({plain(roles)})")
    if not told.not_reported:
        screen.print("   Alla parter har redovisat allt.")


def _coming(screen: Console, told: Summary) -> None:
    until = f", {told.next_meeting}" if told.next_meeting else ""
    screen.print(f"\n5. Ska vara klart före nästa möte{until}", style="bold")
    shown = table("Tillfälle", "Löfte eller åtagande", "Senast", "Gjort", "Läge")
    for line in told.due_before_next_meeting:
        done = words.progress(line.done, line.target)
        add(shown, line.slug, line.commitment, line.due, done, words.status(line))
    screen.print(shown if told.due_before_next_meeting else "   Inget.")
