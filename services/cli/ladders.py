"""By which ladders are people reminded, and how is another chosen? In a terminal."""

from collections.abc import Callable, Iterable
from typing import Annotated, TypeVar

import typer
from rich.console import Console

from schemas.followup import (
    ChangeLadder,
    LadderIf,
    LadderKind,
    LadderLevel,
    LadderLine,
    LadderLines,
    RestoreLadder,
    ShowLadder,
)
from services.cli import typed, words
from services.cli.as_of import asking
from services.cli.connection import ask, carry_out
from services.cli.showing import add, console, plain, print_json, table
from services.cli.typed import AgreementRef, AsJson, PartyOption, Reason, not_understood
from services.cli.where import DataFolder, Where, find
from services.front import ladders
from services.front.ladders import Steps

T = TypeVar("T")
CLIMBED_BY = {
    LadderKind.LONG_WINDOW: "31 dagar eller mer",
    LadderKind.SHORT_WINDOW: "kortare än 31 dagar",
    LadderKind.MEETING: "möten",
    LadderKind.AGREEMENT_END: "slutet",
    LadderKind.REVISION: "översyn",
    LadderKind.PUBLIC_FEEDBACK: "återkoppling",
}
LEVELS = {
    LadderLevel.DEFAULT: "den vanliga",
    LadderLevel.AGREEMENT: "överenskommelsens egen",
    LadderLevel.COMMITMENT: "åtagandets egen",
}


def kind(text: str) -> LadderKind:
    return _understood(lambda: ladders.kind(text))


def steps(text: str, ladder: LadderKind) -> Steps:
    return _understood(lambda: ladders.steps(text, ladder))


def supposed(text: str) -> LadderIf:
    return _understood(lambda: ladders.supposed(text))


def _understood(read: Callable[[], T]) -> T:
    try:
        return read()
    except ValueError as wrong:
        not_understood(str(wrong))


def in_words(line: LadderLine) -> str:
    return ladders.in_words(line.steps)


def sentence(line: LadderLine) -> str:
    """Which ladder an occurrence climbs, and who chose it and why."""
    return plain(f"Trappa: {LEVELS[line.level]}{_chosen(line)} {in_words(line).capitalize()}.")


def _chosen(line: LadderLine) -> str:
    if not line.on or not line.by:
        return "."
    return f", vald {line.on} av {words.PARTIES[line.by]}: {line.reason.rstrip('.')}."


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
        help=f"Dagar före och efter sista dagen, som {ladders.EXAMPLE}; {ladders.NONE}: ingen påminns.",
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
