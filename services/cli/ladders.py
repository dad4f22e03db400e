"""By which ladders are people reminded, and how is another chosen? In a terminal."""

import re
from collections.abc import Iterable
from typing import Annotated

import typer
from rich.console import Console

from schemas.followup import (
    Audience,
    ChangeLadder,
    LadderIf,
    LadderKind,
    LadderLevel,
    LadderLine,
    LadderLines,
    LadderStep,
    RestoreLadder,
    Rung,
    ShowLadder,
)
from services.cli import typed, words
from services.cli.as_of import asking
from services.cli.connection import ask, carry_out
from services.cli.showing import add, console, plain, print_json, table
from services.cli.typed import AgreementRef, AsJson, PartyOption, Reason, not_understood
from services.cli.where import DataFolder, Where, find

KINDS = {
    "lång": LadderKind.LONG_WINDOW,
    "kort": LadderKind.SHORT_WINDOW,
    "möte": LadderKind.MEETING,
    "slut": LadderKind.AGREEMENT_END,
    "översyn": LadderKind.REVISION,
    "återkoppling": LadderKind.PUBLIC_FEEDBACK,
    **{one.value: one for one in LadderKind},
}
CLIMBED_BY = {
    LadderKind.LONG_WINDOW: "31 dagar eller mer",
    LadderKind.SHORT_WINDOW: "kortare än 31 dagar",
    LadderKind.MEETING: "möten",
    LadderKind.AGREEMENT_END: "slutet",
    LadderKind.REVISION: "översyn",
    LadderKind.PUBLIC_FEEDBACK: "återkoppling",
}
WINDOWS = {LadderKind.LONG_WINDOW, LadderKind.SHORT_WINDOW}
"""Of these alone a step is said to others than the coordinators."""
LEVELS = {
    LadderLevel.DEFAULT: "den vanliga",
    LadderLevel.AGREEMENT: "överenskommelsens egen",
    LadderLevel.COMMITMENT: "åtagandets egen",
}
AUDIENCES = {
    "alla": Audience.RESPONSIBLE,
    "ansvarig": Audience.LEAD,
    "samordnarna": Audience.COORDINATORS,
    **{one.value: one for one in Audience},
}
NONE = "inga"
NOBODY = "ingen påminns"
CHOICES = "lång, kort, möte, slut, översyn eller återkoppling"
EXAMPLE = "t-28,t-7,t+1:ansvarig,pair+14"

Steps = tuple[LadderStep, ...]


def kind(text: str) -> LadderKind:
    return KINDS.get(text.casefold()) or not_understood(f"{text} är ingen trappa. Skriv {CHOICES}.")


def steps(text: str, ladder: LadderKind) -> Steps:
    """`t-28` goes to all who answer for it, `t-28:ansvarig` to the lead, `pair+14` to the coordinators.

    Of an agreement's days all goes to the coordinators.
    """
    if text.strip().casefold() == NONE:
        return ()
    return tuple(_step(one.strip(), ladder) for one in text.split(","))


def _step(text: str, ladder: LadderKind) -> LadderStep:
    rung, sign, to = text.partition(":")
    audience = AUDIENCES.get(to.casefold())
    if not re.fullmatch(Rung.PATTERN, rung, re.ASCII) or (sign and not audience):
        not_understood(f"{text or 'Ingenting'} är inget steg i en trappa. Skriv dem som {EXAMPLE}, eller {NONE}.")
    to_the_pair = Rung(rung).to_the_pair or ladder not in WINDOWS
    usual = Audience.COORDINATORS if to_the_pair else Audience.RESPONSIBLE
    return LadderStep(rung=Rung(rung), to=audience or usual)


def supposed(text: str) -> LadderIf:
    which, sign, rest = text.partition("=")
    if not sign:
        not_understood(f"{text} går inte att förstå. Skriv trappan och dess steg som lång={EXAMPLE}.")
    ladder = kind(which)
    return LadderIf(ladder=ladder, steps=steps(rest, ladder))


def in_words(line: LadderLine) -> str:
    """`28 dagar före; 1 dag efter (bara den ansvariga)`."""
    return "; ".join(map(_said, line.steps)) or NOBODY


def sentence(line: LadderLine) -> str:
    """Which ladder an occurrence climbs, and who chose it and why."""
    return plain(f"Trappa: {LEVELS[line.level]}{_chosen(line)} {in_words(line).capitalize()}.")


def _chosen(line: LadderLine) -> str:
    if not line.on or not line.by:
        return "."
    return f", vald {line.on} av {words.PARTIES[line.by]}: {line.reason.rstrip('.')}."


def _said(step: LadderStep) -> str:
    only = " (bara den ansvariga)" if step.to is Audience.LEAD else ""
    return f"{words.rung(step.rung)}{only}"


app = typer.Typer(help="Trappor: visa hur det påminns, välj en annan trappa, återställ.", no_args_is_help=True)

OfCommitment = Annotated[
    str | None,
    typer.Option("--commitment", parser=typed.ref, metavar="ÅTAGANDE", help="Bara det åtagandet, inte hela."),
]
Kind = Annotated[
    LadderKind,
    typer.Argument(
        parser=kind,
        metavar="TRAPPA",
        help="lång för tillfällen på 31 dagar eller mer, kort för kortare; för hela överenskommelsen även möte, slut, "
        "översyn och återkoppling.",
    ),
]
StepsArgument = Annotated[
    str,
    typer.Argument(
        metavar="STEG",
        help=f"Dagar före och efter sista dagen, som {EXAMPLE}; {NONE}: ingen påminns.",
    ),
]


@app.command()
@asking
def show(
    agreement: AgreementRef, *, commitment: OfCommitment = None, data: DataFolder = None, as_json: AsJson = False
) -> None:
    """Visa hur det påminns: de vanliga trapporna, de som har valts i stället, och vilka som gäller."""
    lines = _lines(find(data), agreement, commitment)
    return print_json(lines) if as_json else _show(console(), lines)


@app.command()
def change(  # noqa: PLR0913  one per option
    agreement: AgreementRef,
    ladder: Kind,
    to: StepsArgument,
    *,
    party: PartyOption,
    reason: Reason,
    commitment: OfCommitment = None,
    data: DataFolder = None,
) -> None:
    """Välj en annan trappa för en överenskommelse, eller för ett av dess åtaganden. Det som har gått står kvar."""
    wish = ChangeLadder(
        agreement=agreement, commitment=commitment, ladder=ladder, steps=steps(to, ladder), by=party, reason=reason
    )
    _choose(find(data), wish)


@app.command()
def restore(  # noqa: PLR0913  one per option
    agreement: AgreementRef,
    ladder: Kind,
    *,
    party: PartyOption,
    reason: Reason,
    commitment: OfCommitment = None,
    data: DataFolder = None,
) -> None:
    """Återställ trappan: ett åtagande följer sin överenskommelse igen, en överenskommelse den vanliga."""
    _choose(
        find(data), RestoreLadder(agreement=agreement, commitment=commitment, ladder=ladder, by=party, reason=reason)
    )


def _choose(system: Where, wish: ChangeLadder | RestoreLadder) -> None:
    """Carries it out, and shows how it stands now."""
    carry_out(system, wish)
    _show(console(), _lines(system, wish.agreement, wish.commitment))


def _lines(system: Where, agreement: str, commitment: str | None) -> tuple[LadderLine, ...]:
    return ask(system, ShowLadder(agreement=agreement, commitment=commitment), LadderLines).ladders


def _show(screen: Console, lines: Iterable[LadderLine]) -> None:
    shown = table("Gäller", "Trappa", "Läge", "Påminnelser", "Vald")
    for one in lines:
        whose = f"{LEVELS[one.level]}: {one.commitment_slug}" if one.commitment_slug else LEVELS[one.level]
        state = "gäller" if one.applies else "ersatt"
        add(shown, CLIMBED_BY[one.ladder], whose, state, in_words(one), _chosen(one).strip(",. ").removeprefix("vald "))
    screen.print(shown)
