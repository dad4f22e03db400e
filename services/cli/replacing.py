"""How is an agreement replaced or continued by another from the terminal?"""

from datetime import date
from typing import Annotated

import typer

from schemas.agreements import CarryOver, Fate, FateWish, RenewAgreement, SupersedeAgreement
from services.cli import typed
from services.cli.connection import carry_out
from services.cli.following import today
from services.cli.showing import console
from services.cli.typed import AgreementRef, not_understood
from services.cli.where import DataFolder, find

DONE, GONE = "genomfört", "utgår"
Successor = Annotated[str, typer.Option("--by", parser=typed.ref, metavar="NAMN", help="Den som gäller i stället.")]
On = Annotated[
    date | None, typer.Option("--on", parser=typed.day, metavar="DATUM", help="Från vilken dag; annars i dag.")
]
Old = Annotated[str, typer.Option("--old", parser=typed.ref, metavar="NAMN", help="Den som fortsätter i denna.")]


def _fate(text: str) -> FateWish:
    """`arjeplog-1=ny-1`, `arjeplog-2=genomfört`, `arjeplog-3=utgår:skäl:forum`."""
    commitment, told, fate = text.partition("=")
    if not (told and commitment and fate):
        not_understood(f"{text} säger inte vad som händer. Skriv ÅTAGANDE=NYTT, ÅTAGANDE={DONE} eller ÅTAGANDE={GONE}.")
    kind, _, why = fate.partition(":")
    if kind.casefold() == DONE:
        return FateWish(commitment=commitment, fate=Fate.COMPLETED)
    if kind.casefold() != GONE:
        return FateWish(commitment=commitment, fate=Fate.CARRIED_OVER, carried_to=fate)
    reason, _, forum = why.rpartition(":")
    if not (reason.strip() and forum.strip()):
        not_understood(f"{text} saknar skäl eller forum. Skriv {commitment}={GONE}:SKÄL:FORUM.")
    return FateWish(commitment=commitment, fate=Fate.CANCELLED, reason=reason.strip(), forum=forum.strip())


def _carried(text: str) -> CarryOver:
    was, told, now = text.partition("=")
    if not (told and was and now):
        not_understood(f"{text} säger inte vad som fortsätter som vad. Skriv GAMMALT=NYTT.")
    return CarryOver(was=was, now=now)


Fates = Annotated[
    list[FateWish] | None,
    typer.Option("--fate", parser=_fate, metavar="ÅTAGANDE=…", help=f"NYTT, {DONE} eller {GONE}:SKÄL:FORUM; ett var."),
]
Carried = Annotated[
    list[CarryOver] | None,
    typer.Option("--carry", parser=_carried, metavar="GAMMALT=NYTT", help="Ett åtagande som fortsätter."),
]


def supersede(
    agreement: AgreementRef, *, by: Successor, on: On = None, fate: Fates = None, data: DataFolder = None
) -> None:
    """Ersätt en överenskommelse med en annan, och säg vad som händer med varje öppet åtagande."""
    system = find(data)
    day = on or today(system)
    carry_out(system, SupersedeAgreement(agreement=agreement, successor=by, on=day, fates=tuple(fate or ())))
    console().print(f"{agreement} är ersatt av {by} från {day}.")


def renew(agreement: AgreementRef, *, old: Old, carry: Carried = None, data: DataFolder = None) -> None:
    """Berätta att en överenskommelse fortsätter en äldre, och vilka åtaganden som följer med."""
    carry_out(find(data), RenewAgreement(agreement=agreement, renews=old, carried=tuple(carry or ())))
    console().print(f"{agreement} fortsätter {old}.")
