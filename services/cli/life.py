"""How is an agreement begun, shared, signed, extended, ended and closed from the terminal?"""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from schemas.agreements import (
    AddSignature,
    AgreementCard,
    Checklist,
    CloseAgreement,
    DraftAgreement,
    ExtendAgreement,
    ExtendByMonths,
    ReviseAgreement,
    ShareAgreement,
    ShowAgreement,
    SignAgreement,
    TerminateAgreement,
    WithdrawAgreement,
)
from schemas.base import Command, Party
from services.cli import amending, replacing, typed, words
from services.cli.connection import ask, carry_out
from services.cli.following import On, today
from services.cli.reading import read
from services.cli.showing import console
from services.cli.typed import AgreementRef, Forum, Reason, not_understood
from services.cli.where import DataFolder, Where, find
from services.runtime.errors import Refused

File = Annotated[Path, typer.Argument(metavar="FIL.yaml", help="En fil med listan agreements.")]
By = Annotated[
    str,
    typer.Option(
        "--by", parser=typed.organisation, metavar="polis|KOMMUNKOD", help="Vem som skriver; bara den ser utkastet."
    ),
]
SignedBy = Annotated[
    Party | None,
    typer.Option("--party", parser=typed.party, metavar="kommun|polis", help="För vem; annars alla på en gång."),
]
Role = Annotated[str | None, typer.Option("--role", parser=typed.ref, metavar="ROLL", help="Rollen som undertecknar.")]
Until = Annotated[date | None, typer.Option("--until", parser=typed.day, metavar="DATUM", help="Ny slutdag.")]
Months = Annotated[
    int | None, typer.Option("--months", parser=typed.times, metavar="ANTAL", help="Så många månader till.")
]
GivenOn = Annotated[
    date | None, typer.Option("--given-on", parser=typed.day, metavar="DATUM", help="När den sades upp; annars i dag.")
]
EndsOn = Annotated[
    date | None,
    typer.Option(
        "--on", parser=typed.day, metavar="DATUM", help="Första dagen utan den; annars gäller uppsägningstiden."
    ),
]


def _step(option: str, done: str) -> Any:  # noqa: ANN401  typer says so too
    return typer.Option(option, parser=typed.day, metavar="DATUM", help=done)


ByMunicipality = Annotated[date | None, _step("--municipality-assessed", "Kommunen bedömde åtagandena.")]
ByPolice = Annotated[date | None, _step("--police-assessed", "Polisen bedömde åtagandena.")]
Effect = Annotated[date | None, _step("--effect", "Effekten bedömdes.")]
Process = Annotated[date | None, _step("--process", "Samarbetet gicks igenom.")]
SteeringGroup = Annotated[date | None, _step("--steering-group", "Styrgruppen informerades.")]
Residents = Annotated[date | None, _step("--residents", "Invånarna informerades; för medborgarlöften.")]

app = typer.Typer(
    help="En överenskommelses liv: utkast, delning, underskrifter, ändringar, förlängning, slut.", no_args_is_help=True
)
app.command("amend")(amending.amend)
app.command("reword")(amending.reword)
app.command("succeed")(amending.succeed)
app.command("supersede")(replacing.supersede)
app.command("renew")(replacing.renew)


@app.command()
def draft(file: File, *, by: By, data: DataFolder = None) -> None:
    """Skriv utkast av överenskommelserna i en fil. Bara den som skriver ser dem, tills de delas."""
    readings = read(file)
    for reading in readings:
        if reading.document is None:
            raise Refused(reading.refused or f"{reading.slug} går inte att läsa.")
    for reading in readings:
        if reading.document:
            carry_out(find(data), DraftAgreement(document=reading.document, drafted_by=by))
            console().print(f"{reading.slug} är ett utkast, som bara {words.organisation(by)} ser.")


@app.command()
def share(agreement: AgreementRef, on: On = None, data: DataFolder = None) -> None:
    """Dela ett utkast med den andra myndigheten. Då blir det en allmän handling."""
    system = find(data)
    _do(system, ShareAgreement(agreement=agreement, on=on or today(system)), agreement)


@app.command()
def sign(
    agreement: AgreementRef, *, party: SignedBy = None, role: Role = None, on: On = None, data: DataFolder = None
) -> None:
    """Underteckna: en roll i taget, eller alla som är kvar på en gång."""
    system = find(data)
    day = on or today(system)
    if (party is None) != (role is None):
        not_understood("Skriv både --party och --role, eller inget av dem: då undertecknar alla.")
    wish: Command = SignAgreement(agreement=agreement, on=day)
    if party and role:
        wish = AddSignature(agreement=agreement, party=party, role=role, on=day)
    _do(system, wish, agreement)


@app.command()
def withdraw(agreement: AgreementRef, *, reason: Reason, data: DataFolder = None) -> None:
    """Dra tillbaka ett utkast."""
    _do(find(data), WithdrawAgreement(agreement=agreement, reason=reason), agreement)


@app.command()
def extend(
    agreement: AgreementRef,
    *,
    until: Until = None,
    months: Months = None,
    reason: Reason,
    data: DataFolder = None,
) -> None:
    """Låt den gälla längre, också om den har gått ut."""
    if (until is None) == (not months):
        not_understood("Skriv antingen --until eller --months.")
    wish: Command = ExtendByMonths(agreement=agreement, months=months or 1, reason=reason)
    if until:
        wish = ExtendAgreement(agreement=agreement, until=until, reason=reason)
    _do(find(data), wish, agreement)


@app.command()
def revise(agreement: AgreementRef, *, on: On = None, forum: Forum, data: DataFolder = None) -> None:
    """Berätta att parterna har gått igenom den och låter den stå."""
    system = find(data)
    _do(system, ReviseAgreement(agreement=agreement, on=on or today(system), forum=forum), agreement)


@app.command()
def terminate(  # noqa: PLR0913  one per option
    agreement: AgreementRef,
    *,
    given_on: GivenOn = None,
    on: EndsOn = None,
    reason: Reason,
    forum: Forum,
    data: DataFolder = None,
) -> None:
    """Säg upp den. Den gäller uppsägningstiden ut, om en sådan är avtalad."""
    system = find(data)
    given = given_on or today(system)
    _do(system, TerminateAgreement(agreement=agreement, given_on=given, on=on, reason=reason, forum=forum), agreement)


@app.command()
def close(  # noqa: PLR0913  one per option
    agreement: AgreementRef,
    *,
    on: On = None,
    municipality_assessed: ByMunicipality = None,
    police_assessed: ByPolice = None,
    effect: Effect = None,
    process: Process = None,
    steering_group: SteeringGroup = None,
    residents: Residents = None,
    data: DataFolder = None,
) -> None:
    """Avsluta det som har gått ut, när allt i Brås steg 5 är gjort. Ange dagarna som de står i protokollen."""
    system = find(data)
    checklist = Checklist(
        assessed_by_municipality=municipality_assessed,
        assessed_by_police=police_assessed,
        effect_considered=effect,
        process_reviewed=process,
        steering_group_informed=steering_group,
        residents_informed=residents,
    )
    _do(system, CloseAgreement(agreement=agreement, on=on or today(system), checklist=checklist), agreement)


def _do(system: Where, wish: Command, agreement: str) -> None:
    carry_out(system, wish)
    console().print(standing(ask(system, ShowAgreement(agreement=agreement), AgreementCard)))


def standing(card: AgreementCard) -> str:
    """How it stands now, in one line."""
    document, state = card.document, card.state
    if document is None or state is None:
        return ""
    period = words.period(document.validity.since, document.validity.until)
    signed = f", {len(card.signatures)} har undertecknat" if card.signatures and not card.signed_on else ""
    notice = f", uppsagd till {card.notice.ends_on}" if card.notice and state != "terminated" else ""
    due = f", revideras senast {card.revision_due}" if card.revision_due and state == "active" else ""
    return f"{document.slug}: {words.STATES[state]} ({period}){signed}{notice}{due}, version {card.version}."
