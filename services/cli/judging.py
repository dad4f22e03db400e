"""How does a party judge a commitment in the terminal: the two questions, the next period, another light?"""

from typing import Annotated

import typer

from schemas.followup import AssessCommitment, Fulfilment, Judgement, Light, NextPeriod, OverrideLight
from services.cli import typed, words
from services.cli.connection import carry_out
from services.cli.following import On, today
from services.cli.showing import console
from services.cli.typed import Comment, CommitmentRef, PartyOption, Reason, not_understood
from services.cli.where import DataFolder, find

Judged = Annotated[
    Fulfilment | None,
    typer.Option(
        "--fulfilment",
        parser=typed.fulfilment,
        metavar="BEDÖMNING",
        help="Helheten: fulfilled, partly_fulfilled, not_fulfilled eller not_assessed. Annars den sämre av de två.",
    ),
]
Implementation = Annotated[
    Judgement | None,
    typer.Option(
        "--implementation", parser=typed.judgement, metavar="BEDÖMNING", help="Gjordes det som det var tänkt?"
    ),
]
Effect = Annotated[
    Judgement | None, typer.Option("--effect", parser=typed.judgement, metavar="BEDÖMNING", help="Blev resultatet bra?")
]
Next = Annotated[
    NextPeriod | None,
    typer.Option("--next-period", parser=typed.next_period, metavar="VAL", help="lämna, bevara eller utveckla."),
]
Shown = Annotated[Light, typer.Option("--light", parser=typed.light, metavar="LÄGE", help="grönt, gult eller rött.")]


def assess(  # noqa: PLR0913  one per option
    commitment: CommitmentRef,
    *,
    party: PartyOption,
    judged: Judged = None,
    implementation: Implementation = None,
    effect: Effect = None,
    next_period: Next = None,
    on: On = None,
    comment: Comment = "",
    data: DataFolder = None,
) -> None:
    """Bedöm, för en part, hur väl ett löfte eller åtagande är uppfyllt."""
    if not (judged or implementation or effect):
        not_understood("Ange --fulfilment, eller --implementation och --effect.")
    system = find(data)
    wish = AssessCommitment(
        commitment=commitment,
        party=party,
        fulfilment=judged or Fulfilment.NOT_ASSESSED,
        implementation=implementation or Judgement.NOT_ASSESSED,
        effect=effect or Judgement.NOT_ASSESSED,
        next_period=next_period,
        comment=comment,
        on=on or today(system),
    )
    carry_out(system, wish)
    console().print(f"Bedömt av {words.PARTIES[party]} den {wish.on}: {commitment} är {_in_words(wish)}.")


def override(
    commitment: CommitmentRef, *, light: Shown, party: PartyOption, reason: Reason, data: DataFolder = None
) -> None:
    """Visa ett annat läge än det som räknas fram, till nästa bedömning."""
    carry_out(find(data), OverrideLight(commitment=commitment, light=light, by=party, reason=reason))
    console().print(f"{commitment} visas som {words.LIGHTS[light].plain} till nästa bedömning.")


def _in_words(wish: AssessCommitment) -> str:
    if wish.fulfilment is not Fulfilment.NOT_ASSESSED:
        return words.FULFILMENTS[wish.fulfilment]
    done, led = (words.FULFILMENTS[Fulfilment(one.value)] for one in (wish.implementation, wish.effect))
    return f"{done} som insats och {led} till sin effekt"
