"""When do the parties meet, what is there to decide, and what was the meeting told?"""

from datetime import date
from typing import Annotated

import typer

from schemas.agreements import Window
from schemas.followup import (
    AddAgendaItem,
    CancelMeeting,
    CloseMeeting,
    FreezeSummaryAnew,
    FrozenSummary,
    InformSteeringGroup,
    ListMeetings,
    MeetingCard,
    MeetingLine,
    MeetingLines,
    MeetingState,
    MoveMeeting,
    PlanMeeting,
    PlanMeetings,
    ShowFrozenSummary,
    ShowMeeting,
    Summary,
)
from services.cli import decisions, typed, words
from services.cli.as_of import asking
from services.cli.connection import ask, carry_out
from services.cli.decided import show_agenda, show_decisions
from services.cli.following import On, today
from services.cli.showing import add, answer_json, complain, console, plain, print_json, table
from services.cli.summary import show_summary
from services.cli.typed import AgreementRef, AsJson, MeetingRef, Reason, not_understood
from services.cli.where import DataFolder, find
from services.runtime.errors import Refused

STATES = {MeetingState.PLANNED: "planerat", MeetingState.CLOSED: "avslutat", MeetingState.CANCELLED: "inställt"}
CADENCES = {
    "vecka": Window.WEEK,
    "månad": Window.MONTH,
    "kvartal": Window.QUARTER,
    "tertial": Window.TERTIAL,
    "halvår": Window.HALF_YEAR,
    "år": Window.YEAR,
    **{one.value: one for one in Window},
}


def _cadence(text: str) -> Window:
    return CADENCES.get(text.casefold()) or not_understood(
        f"{text} går inte att följa. Skriv kvartal, tertial, halvår eller år."
    )


Cadence = Annotated[
    Window | None,
    typer.Option("--cadence", parser=_cadence, metavar="TAKT", help="kvartal, tertial, halvår eller år."),
]
First = Annotated[
    date | None,
    typer.Option("--first", parser=typed.day, metavar="DATUM", help="Första mötet; takten räknas därifrån."),
]
Days = Annotated[
    list[date] | None,
    typer.Option("--day", parser=typed.day, metavar="DATUM", help="En egen dag; kan anges flera gånger."),
]
MetOn = Annotated[date, typer.Option("--on", parser=typed.day, metavar="DATUM", help="Vilken dag.")]
To = Annotated[date, typer.Option("--to", parser=typed.day, metavar="DATUM", help="Den nya dagen.")]
Commitment = Annotated[
    str | None, typer.Option("--commitment", parser=typed.ref, metavar="ÅTAGANDE", help="Vilket åtagande det gäller.")
]
ItemText = Annotated[str, typer.Argument(parser=typed.comment, metavar="TEXT", help="Det som ska tas upp.")]
Informed = Annotated[
    date | None, typer.Option("--informed", parser=typed.day, metavar="DATUM", help="När styrgruppen informerades.")
]
Version = Annotated[
    int | None, typer.Option("--version", parser=typed.times, metavar="NUMMER", help="Annars den senaste.")
]
OfAgreement = Annotated[
    str | None, typer.Option("--agreement", parser=typed.ref, metavar="NAMN", help="Bara en överenskommelses möten.")
]
Coming = Annotated[bool, typer.Option("--coming", help="Bara de som är planerade.")]

app = typer.Typer(
    help="Uppföljningsmöten: planera, förbered, besluta, avsluta och läs vad de fick veta.", no_args_is_help=True
)
app.command("decide")(decisions.decide)


@app.command("list")
@asking
def listed(
    agreement: OfAgreement = None, coming: Coming = False, data: DataFolder = None, as_json: AsJson = False
) -> None:
    """Visa möten i tidsordning."""
    told = ask(find(data), ListMeetings(agreement=agreement, coming=coming), MeetingLines)
    if told.later or told.earlier:
        complain(["Det finns fler. De som ligger närmast visas; välj en överenskommelse med --agreement."])
    return print_json(told.meetings) if as_json else _table(told.meetings)


@app.command()
@asking
def show(meeting: MeetingRef, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Visa ett möte: dagordningen, besluten och vilka som har redovisat sedan förra mötet."""
    card = ask(find(data), ShowMeeting(meeting=meeting), MeetingCard)
    if as_json:
        return answer_json(card)
    line = card.meeting
    if line is None:
        raise Refused(f"Mötet {meeting} går inte att visa.")
    screen = console()
    screen.print(f"{line.slug}, {line.on}: {plain(line.agreement)}", style="bold")
    why = f" ({plain(card.reason)})" if card.reason else ""
    screen.print(f"   {STATES[line.state].capitalize()}{why}. {_informed(line)}")
    for one in card.reporting:
        told = f"har redovisat, senast {one.latest_on}" if one.reported else "har inte redovisat sedan förra mötet"
        screen.print(f"   {words.PARTIES[one.party].capitalize()} {told}.")
    if line.state is MeetingState.PLANNED and card.asked_to_report_on:
        both, silent = card.asked_to_report_on
        screen.print(f"   Båda parter ombeds redovisa {both}, de som inte har gjort det {silent}.")
    screen.print("\nDagordning" if line.state is MeetingState.PLANNED else "\nBeslut", style="bold")
    if line.state is MeetingState.PLANNED:
        show_agenda(screen, card.agenda)
    return show_decisions(screen, card.decisions)


@app.command()
def plan(
    agreement: AgreementRef,
    cadence: Cadence = None,
    first: First = None,
    days: Days = None,
    data: DataFolder = None,
) -> None:
    """Planera en serie möten, i överenskommelsens takt om inget annat anges."""
    system = find(data)
    carry_out(system, PlanMeetings(agreement=agreement, cadence=cadence, first=first, days=tuple(days or ())))
    _table(ask(system, ListMeetings(agreement=agreement, coming=True), MeetingLines).meetings)


@app.command("add")
def plan_one(agreement: AgreementRef, *, on: MetOn, data: DataFolder = None) -> None:
    """Planera ett möte till."""
    system = find(data)
    carry_out(system, PlanMeeting(agreement=agreement, on=on))
    _table(ask(system, ListMeetings(agreement=agreement, coming=True), MeetingLines).meetings)


@app.command()
def move(meeting: MeetingRef, *, to: To, reason: Reason, data: DataFolder = None) -> None:
    """Flytta ett möte till en annan dag."""
    carry_out(find(data), MoveMeeting(meeting=meeting, to=to, reason=reason))
    console().print(f"Mötet {meeting} är flyttat till {to}.")


@app.command()
def cancel(meeting: MeetingRef, *, reason: Reason, data: DataFolder = None) -> None:
    """Ställ in ett möte. Det som inte är beslutat kommer upp på nästa."""
    carry_out(find(data), CancelMeeting(meeting=meeting, reason=reason))
    console().print(f"Mötet {meeting} är inställt.")


@app.command()
def item(meeting: MeetingRef, text: ItemText, *, commitment: Commitment = None, data: DataFolder = None) -> None:
    """Sätt upp något på dagordningen."""
    system = find(data)
    carry_out(system, AddAgendaItem(meeting=meeting, text=text, commitment=commitment))
    show_agenda(console(), ask(system, ShowMeeting(meeting=meeting), MeetingCard).agenda)


@app.command()
def close(meeting: MeetingRef, *, on: On = None, informed: Informed = None, data: DataFolder = None) -> None:
    """Avsluta ett möte som har hållits. Sammanfattningen fryses."""
    system = find(data)
    carry_out(system, CloseMeeting(meeting=meeting, on=on or today(system), steering_group_informed_on=informed))
    frozen = ask(system, ShowFrozenSummary(meeting=meeting), FrozenSummary)
    console().print(f"Mötet {frozen.meeting} är avslutat. Sammanfattningen är fryst: sha256 {frozen.content_hash}")


@app.command("informed")
def inform(meeting: MeetingRef, *, on: On = None, data: DataFolder = None) -> None:
    """Registrera att styrgruppen har fått veta vad mötet kom fram till."""
    system = find(data)
    day = on or today(system)
    carry_out(system, InformSteeringGroup(meeting=meeting, on=day))
    console().print(f"Registrerat: styrgruppen informerades {day}.")


@app.command()
def refreeze(meeting: MeetingRef, *, reason: Reason, data: DataFolder = None) -> None:
    """Frys en ny version av ett avslutat mötes sammanfattning. De tidigare finns kvar."""
    system = find(data)
    carry_out(system, FreezeSummaryAnew(meeting=meeting, reason=reason))
    frozen = ask(system, ShowFrozenSummary(meeting=meeting), FrozenSummary)
    console().print(f"Version {frozen.version} är fryst: sha256 {frozen.content_hash}")


@app.command("summary")
@asking
def read(meeting: MeetingRef, version: Version = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Läs ett avslutat mötes sammanfattning, som den frystes."""
    frozen = ask(find(data), ShowFrozenSummary(meeting=meeting, version=version), FrozenSummary)
    if as_json:
        return answer_json(frozen)
    screen = console()
    screen.print(f"{frozen.meeting}, version {frozen.version} av {frozen.versions}, fryst {frozen.frozen_on}.")
    if frozen.reason:
        screen.print(f"Skäl: {plain(frozen.reason)}")
    screen.print(f"sha256 {frozen.content_hash}\n")
    return show_summary(screen, Summary.model_validate_json(frozen.content))


def _table(meetings: tuple[MeetingLine, ...]) -> None:
    shown = table("Möte", "Dag", "Överenskommelse", "Läge", "Styrgruppen informerad", "Versioner#")
    for one in meetings:
        add(shown, one.slug, one.on, one.agreement, STATES[one.state], one.steering_group_informed_on, one.versions)
    console().print(shown if meetings else "Inga möten.")


def _informed(line: MeetingLine) -> str:
    day = line.steering_group_informed_on
    return f"Styrgruppen informerades {day}." if day else ""
