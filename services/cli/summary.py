"""What does a follow-up meeting get to see of an agreement? All nine sections, readable in a terminal."""

from datetime import date
from typing import Annotated

import typer
from rich.console import Console

from schemas.base import Party
from schemas.followup import (
    Changes,
    CommitmentRow,
    FocusAreaSection,
    Fulfilment,
    Judgement,
    OccurrenceLine,
    PartyView,
    SummariseAgreement,
    Summary,
    SummaryHead,
)
from services.cli import clocks, feedback, typed, words
from services.cli.connection import ask
from services.cli.decided import show_agenda, show_decisions
from services.cli.showing import add, answer_json, console, plain, table
from services.cli.typed import AgreementRef, AsJson
from services.cli.where import DataFolder, find
from services.front import measured

Since = Annotated[
    date | None,
    typer.Option("--since", parser=typed.day, metavar="DATUM", help="Räkna från den dagen; annars från förra mötet."),
]


def summary(agreement: AgreementRef, since: Since = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Sammanfatta en överenskommelse inför uppföljningsmötet."""
    told = ask(find(data), SummariseAgreement(agreement=agreement, since=since), Summary)
    return answer_json(told) if as_json else show_summary(console(), told)


def show_summary(screen: Console, told: Summary) -> None:
    if told.head:
        _head(screen, told.head, told.as_of)
    if told.changes:
        _changes(screen, told.changes)
    screen.print("\n3. Löften och åtaganden", style="bold")
    for area in told.focus_areas:
        _area(screen, area)
    _silences(screen, told)
    _coming(screen, told)
    screen.print("\n6. Behöver beslut", style="bold")
    show_agenda(screen, told.decisions_needed)
    if told.decisions:
        screen.print("   Mötet beslutade:")
        show_decisions(screen, told.decisions)
    _clocks(screen, told)
    _told_to_residents(screen, told)
    _method(screen, told)


def _head(screen: Console, head: SummaryHead, as_of: date | None) -> None:
    screen.print(f"1. {plain(head.title)}", style="bold")
    left = "" if head.days_left is None else f" ({words.days(head.days_left)} kvar)"
    numbers = (f"{words.PARTIES[party]} {head.registration_numbers.get(party, 'saknas')}" for party in Party)
    told = {
        "Läget den": as_of,
        "Slag": f"{words.TYPES[head.type]}, {words.STATES[head.state]}",
        "Parter": f"{words.places(head.municipalities)}; {' '.join(['polisen', ', '.join(head.police_areas)]).strip()}",
        "Diarienummer": ", ".join(numbers),
        "Gäller": f"{words.period(head.since, head.until)}{left}",
        "Följs upp i": head.forum,
        "Processteg": words.step(head.process_step) if head.process_step else "",
    }
    for name, value in told.items():
        if value:
            screen.print(f"   {name + ':':<15}{plain(value)}")


def _changes(screen: Console, changes: Changes) -> None:
    met = f" ({plain(changes.last_meeting)})" if changes.last_meeting else ""
    screen.print(f"\n2. Sedan förra mötet, {changes.since}{met}", style="bold")
    told = {
        "Genomfört": changes.done,
        "Nytt": changes.new,
        "Flyttat": changes.moved,
        "Nu försenat": changes.newly_overdue,
        "Utgår": changes.cancelled,
        "Överlämnat": changes.handed_over,
        "Öppnat igen": changes.reopened,
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
    screen.print(shown if area.commitments else "   Inget.")


def _when(row: CommitmentRow) -> str:
    return f"{row.rule}\nsenast {row.due}" if row.due and str(row.due) not in row.rule else row.rule


def _standing(row: CommitmentRow) -> tuple[object, object]:
    light = words.CANCELLED if row.cancelled else words.LIGHTS[row.light]
    return words.done(row), light + _overridden(row) if row.overridden else light


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
        add(shown, line.slug, _where(line), line.due, words.done(line), words.status(line))
    screen.print(shown if told.due_before_next_meeting else "   Inget.")
    if told.more_due:
        screen.print(f"   Det finns fler: bara de {len(told.due_before_next_meeting)} första visas.")


def _where(line: OccurrenceLine) -> str:
    return f"{line.commitment} ({words.municipality(line.municipality)})" if line.municipality else line.commitment


def _clocks(screen: Console, told: Summary) -> None:
    screen.print("\n7. Lagens klockor", style="bold")
    for one in told.statutory_clocks:
        due = f", senast {one.due}" if one.due else ""
        place = words.places(one.municipalities)
        screen.print(f"   {place}: {plain(clocks.what(one))}{due} – {clocks.state(one).plain}")
    if not told.statutory_clocks:
        screen.print("   Inga.")


def _told_to_residents(screen: Console, told: Summary) -> None:
    screen.print("\n8. Återkoppling till invånarna", style="bold")
    line = told.told_to_residents
    if line is None:
        return screen.print("   Inget berättat än.")
    due = f", senast {line.due}" if line.due else ""
    screen.print(f"   {feedback.STATES[line.state].plain}{due}")
    for one in feedback.told(line).splitlines():
        screen.print(f"     {plain(one)}")
    return None


def _method(screen: Console, told: Summary) -> None:
    screen.print("\n9. Om metoden", style="bold")
    for sentence in told.method:
        screen.print(f"   {plain(sentence)}")
    for one in told.measures:
        ends = f"{measured.value(one.baseline)} → {measured.value(one.latest)}"
        screen.print(f"   {plain(measured.name(one.measured))}: {ends}, förändring {measured.change(one)}")
