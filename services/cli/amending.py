"""How does what is agreed get another wording from the terminal?"""

from datetime import date
from typing import Annotated

import typer

from schemas.agreements import (
    AgreementCard,
    AgreementChanges,
    AmendAgreement,
    AmendCommitment,
    Arena,
    CommitmentChanges,
    Method,
    ShowAgreement,
    SteeringDocument,
    SucceedParty,
)
from schemas.base import Party
from services.cli import typed, words
from services.cli.connection import ask, carry_out
from services.cli.showing import console
from services.cli.typed import AgreementRef, CommitmentRef, PartyOption, Reason, not_understood
from services.cli.where import DataFolder, find

Title = Annotated[str | None, typer.Option("--title", parser=typed.reason, metavar="TEXT", help="Ny rubrik.")]
Areas = Annotated[
    list[str] | None, typer.Option("--area", parser=typed.reason, metavar="NAMN", help="Polisområdena, alla på nytt.")
]
Numbers = Annotated[
    list[str] | None,
    typer.Option("--number", metavar="PART=NUMMER", help="Diarienummer, som kommun=KS 2026/1."),
]
MeetIn = Annotated[
    str | None, typer.Option("--forum", parser=typed.comment, metavar="FORUM", help="Var den följs upp.")
]
Purposes = Annotated[
    list[str] | None, typer.Option("--purpose", parser=typed.reason, metavar="TEXT", help="Syftena, alla på nytt.")
]
Interval = Annotated[
    int | None, typer.Option("--interval", parser=typed.times, metavar="MÅNADER", help="Hur ofta den revideras.")
]
Notice = Annotated[int | None, typer.Option("--notice", parser=typed.times, metavar="MÅNADER", help="Uppsägningstid.")]
Text = Annotated[str | None, typer.Option("--text", parser=typed.comment, metavar="TEXT", help="Ny lydelse.")]
Public = Annotated[bool | None, typer.Option("--public/--not-public", help="Om invånarna får veta.")]
DependsOn = Annotated[
    str | None, typer.Option("--depends-on", parser=typed.comment, metavar="TEXT", help="Vad som ska göras först.")
]
Methods = Annotated[list[Method] | None, typer.Option("--method", help="Metod; kan anges flera gånger.")]
Arenas = Annotated[list[Arena] | None, typer.Option("--arena", help="Arena; kan anges flera gånger.")]
Steering = Annotated[list[SteeringDocument] | None, typer.Option("--steering", help="Styrdokument; flera gånger.")]
Was = Annotated[str, typer.Option("--was", parser=typed.ref, metavar="NAMN|KOD", help="Den som ersätts.")]
Now = Annotated[str, typer.Option("--now", parser=typed.ref, metavar="NAMN|KOD", help="Efterträdaren.")]
Since = Annotated[date, typer.Option("--on", parser=typed.day, metavar="DATUM", help="Från vilken dag.")]


def amend(  # noqa: PLR0913  one per option
    agreement: AgreementRef,
    *,
    reason: Reason,
    title: Title = None,
    area: Areas = None,
    number: Numbers = None,
    forum: MeetIn = None,
    purpose: Purposes = None,
    interval: Interval = None,
    notice: Notice = None,
    data: DataFolder = None,
) -> None:
    """Ändra överenskommelsen själv. Det blir en ny version, som säger vad som ändrades och varför."""
    system = find(data)
    review = None
    if forum is not None:
        known = ask(system, ShowAgreement(agreement=agreement), AgreementCard).document
        review = known.review.model_copy(update={"forum": forum}) if known else None
    changes = AgreementChanges(
        title=title,
        police_areas=tuple(area) if area else None,
        registration_numbers=_numbers(number) if number else None,
        review=review,
        purposes=tuple(purpose) if purpose else None,
        revision_interval_months=interval,
        notice_months=notice,
    )
    carry_out(system, AmendAgreement(agreement=agreement, changes=changes, reason=reason))
    card = ask(system, ShowAgreement(agreement=agreement), AgreementCard)
    console().print(f"{agreement} är nu version {card.version}.")


def reword(  # noqa: PLR0913  one per option
    commitment: CommitmentRef,
    *,
    reason: Reason,
    text: Text = None,
    public: Public = None,
    depends_on: DependsOn = None,
    method: Methods = None,
    arena: Arenas = None,
    steering: Steering = None,
    data: DataFolder = None,
) -> None:
    """Ändra ett åtagandes lydelse eller vad det hänvisar till. Det blir en ny version av överenskommelsen."""
    changes = CommitmentChanges(
        text=text,
        public=public,
        depends_on=depends_on,
        methods=tuple(method) if method else None,
        arenas=tuple(arena) if arena else None,
        steering_documents=tuple(steering) if steering else None,
    )
    carry_out(find(data), AmendCommitment(commitment=commitment, changes=changes, reason=reason))
    console().print(f"{commitment} är ändrat.")


def succeed(  # noqa: PLR0913  one per option
    agreement: AgreementRef,
    *,
    party: PartyOption,
    was: Was,
    now: Now,
    on: Since,
    reason: Reason,
    data: DataFolder = None,
) -> None:
    """Låt en part ersättas av sin efterträdare: ett polisområde, en polismyndighet eller en kommun (med kod)."""
    wish = SucceedParty(agreement=agreement, party=party, was=was, now=now, on=on, reason=reason)
    carry_out(find(data), wish)
    new = words.municipality(now) if party is Party.MUNICIPALITY else now
    console().print(f"{new} är part i {agreement} från {on}.")


def _numbers(typed_ones: list[str]) -> dict[Party, str]:
    numbers = {}
    for one in typed_ones:
        party, told, number = one.partition("=")
        if not (told and number.strip()):
            not_understood(f"{one} är inget diarienummer. Skriv kommun=NUMMER eller polis=NUMMER.")
        numbers[typed.party(party)] = number.strip()
    return numbers
