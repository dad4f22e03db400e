"""What may be decided about an occurrence in the terminal? Pause, resume, cancel, move, set its target, correct it."""

from datetime import date
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from schemas.base import Command
from schemas.followup import (
    CancelOccurrence,
    CorrectReport,
    MoveDueDay,
    OccurrenceCard,
    PauseCommitment,
    PauseOccurrence,
    ReportLine,
    ResumeCommitment,
    ResumeOccurrence,
    SetTarget,
    ShowOccurrence,
)
from services.cli import references, typed, words
from services.cli.as_of import asking
from services.cli.connection import ask, carry_out
from services.cli.showing import add, answer_json, console, plain, table
from services.cli.typed import AsJson, OccurrenceRef, PartyOption, Reason
from services.cli.where import DataFolder, Where, find
from services.runtime.errors import Refused

app = typer.Typer(
    help="Tillfällen: visa, pausa, återuppta, flytta, låt utgå, sätt mål och rätta.", no_args_is_help=True
)

Ref = Annotated[
    str,
    typer.Argument(parser=typed.ref, metavar="TILLFÄLLE", help="Ett tillfälle, eller ett åtagande med --commitment."),
]
WholeCommitment = Annotated[
    bool, typer.Option("--commitment", help="Det som anges är ett åtagande: alla dess tillfällen.")
]
Forum = Annotated[
    str, typer.Option("--forum", parser=typed.reason, metavar="FORUM", help="Vilka som har beslutat det.")
]
Due = Annotated[date, typer.Option("--due", parser=typed.day, metavar="DATUM", help="Den nya sista dagen.")]
Target = Annotated[
    int, typer.Option("--target", parser=typed.times, metavar="ANTAL", help="Hur många gånger som gäller.")
]
ReportRef = Annotated[
    UUID, typer.Argument(parser=typed.uuid, metavar="REDOVISNING", help="Dess id, som i `occurrence show`.")
]
Count = Annotated[int | None, typer.Option("--count", parser=typed.times, metavar="ANTAL", help="Det rätta antalet.")]
Requests = Annotated[
    int | None, typer.Option("--requests", parser=typed.times, metavar="ANTAL", help="Rätt antal som bad om det.")
]
On = Annotated[date | None, typer.Option("--on", parser=typed.day, metavar="DATUM", help="Den rätta dagen.")]
Comment = Annotated[
    str | None, typer.Option("--comment", parser=typed.comment, metavar="TEXT", help="Den rätta kommentaren.")
]


@app.command()
@asking
def show(occurrence: OccurrenceRef, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Visa ett tillfälle med allt som har redovisats, även det som har rättats."""
    card = _card(find(data), occurrence)
    return answer_json(card) if as_json else _show(console(), card)


@app.command()
def pause(
    ref: Ref, *, party: PartyOption, reason: Reason, commitment: WholeCommitment = False, data: DataFolder = None
) -> None:
    """Låt det vila: ingen påminns och det blir inte försenat."""
    if commitment:
        carry_out(find(data), PauseCommitment(commitment=ref, by=party, reason=reason))
        return console().print(f"Alla öppna tillfällen för {ref} är pausade.")
    return _decide(find(data), ref, PauseOccurrence(occurrence=ref, by=party, reason=reason))


@app.command()
def resume(
    ref: Ref, *, party: PartyOption, reason: Reason, commitment: WholeCommitment = False, data: DataFolder = None
) -> None:
    """Återuppta det som är pausat."""
    if commitment:
        carry_out(find(data), ResumeCommitment(commitment=ref, by=party, reason=reason))
        return console().print(f"Alla pausade tillfällen för {ref} är återupptagna.")
    return _decide(find(data), ref, ResumeOccurrence(occurrence=ref, by=party, reason=reason))


@app.command()
def cancel(occurrence: OccurrenceRef, *, reason: Reason, forum: Forum, data: DataFolder = None) -> None:
    """Låt ett tillfälle utgå. Resten av åtagandet gäller."""
    _decide(find(data), occurrence, CancelOccurrence(occurrence=occurrence, reason=reason, forum=forum))


@app.command()
def move(occurrence: OccurrenceRef, *, due: Due, party: PartyOption, reason: Reason, data: DataFolder = None) -> None:
    """Flytta sista dagen för ett tillfälle."""
    _decide(find(data), occurrence, MoveDueDay(occurrence=occurrence, due=due, by=party, reason=reason))


@app.command()
def target(
    occurrence: OccurrenceRef, *, target: Target, party: PartyOption, reason: Reason, data: DataFolder = None
) -> None:
    """Säg hur många gånger som gäller, som när mindre än halva perioden ingår."""
    _decide(find(data), occurrence, SetTarget(occurrence=occurrence, target=target, by=party, reason=reason))


@app.command()
def correct(  # noqa: PLR0913  one per option
    occurrence: OccurrenceRef,
    report: ReportRef,
    *,
    party: PartyOption,
    reason: Reason,
    count: Count = None,
    requests: Requests = None,
    on: On = None,
    comment: Comment = None,
    data: DataFolder = None,
) -> None:
    """Rätta en redovisning. Den första finns kvar bredvid; det som inte anges är som förut."""
    wish = CorrectReport(
        occurrence=occurrence,
        report=report,
        party=party,
        count=count,
        requests=requests,
        on=on,
        comment=comment,
        reason=reason,
    )
    carry_out(find(data), wish)
    console().print(f"Redovisningen är rättad för {words.PARTIES[party]}.")


def _decide(system: Where, occurrence: str, wish: Command) -> None:
    """Carries it out, and says how it stands now."""
    carry_out(system, wish)
    _standing(console(), _card(system, occurrence))


def _card(system: Where, occurrence: str) -> OccurrenceCard:
    card = ask(system, ShowOccurrence(occurrence=occurrence), OccurrenceCard)
    if card.occurrence is None:
        raise Refused(f"Tillfället {occurrence} går inte att visa.")
    return card


def _standing(screen: Console, card: OccurrenceCard) -> None:
    if line := card.occurrence:
        done = words.done(line)
        screen.print(f"{line.slug}: senast {line.due or '–'}, {done} gjort, {words.status(line).plain}.")


def _show(screen: Console, card: OccurrenceCard) -> None:
    if card.occurrence:
        screen.print(plain(card.occurrence.commitment), style="bold")
    _standing(screen, card)
    for sentence in _references(card):
        screen.print(plain(sentence))
    shown = table("Redovisning", "Dag", "Part", "Antal#", "Kommentar", "Läge")
    for one in card.reports:
        _report(shown, one, f"rättad: {one.reason}" if one.corrects else "gäller")
    for one in card.corrected:
        _report(shown, one, "ersatt av en rättelse")
    screen.print("", shown if card.reports else "Inget är redovisat.")


def _report(to: Table, one: ReportLine, standing: str) -> None:
    party = words.PARTIES[one.party]
    who = f"{party}, {words.municipality(one.municipality)}" if one.municipality else party
    add(to, one.id, one.on, who, one.count, one.comment, standing)


def _references(card: OccurrenceCard) -> list[str]:
    """What it depends on and refers to, and how its due day has been moved; a sentence each."""
    told = {
        "Förutsätter": card.depends_on,
        "Metod": references.in_words(card.methods, references.METHODS),
        "Arena": references.in_words(card.arenas, references.ARENAS),
        "Styrdokument": references.in_words(card.steering_documents, references.STEERING_DOCUMENTS),
    }
    sentences = [f"{name}: {value}" for name, value in told.items() if value]
    sentences += ["Kommer från en tidigare överenskommelse."] if card.carried_over else []
    for slip in card.slips:
        who = words.PARTIES[slip.party] if slip.party else "ändrad regel eller avtalstid"
        later = "senare" if slip.days >= 0 else "tidigare"
        sentences.append(f"Flyttat av {who}: {slip.times} gånger, {words.days(abs(slip.days))} {later}.")
    return sentences
