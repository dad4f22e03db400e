"""How is one thing promised, given another rhythm, or taken back from the terminal?"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import uuid5

import typer

from schemas.agreements import (
    AddCommitment,
    AgreementCard,
    CancelCommitment,
    ChangeDueRule,
    CommitmentEntry,
    Continuous,
    Count,
    Document,
    Once,
    OnDemand,
    Recurrence,
    Responsible,
    Schedule,
    Season,
    ShowAgreement,
    Window,
)
from services.cli import typed
from services.cli.connection import ask, carry_out
from services.cli.meetings import CADENCES
from services.cli.showing import console
from services.cli.typed import AgreementRef, CommitmentRef, Forum, PartyOption, Reason, not_understood
from services.cli.where import DataFolder, find
from services.runtime.errors import Refused

PERIODS = CADENCES | {"totalt": Window.AGREEMENT}
SEASONS = {"vår": Season.SPRING, "sommar": Season.SUMMER, "höst": Season.AUTUMN, "vinter": Season.WINTER}
KINDS: dict[str, Recurrence] = {"löpande": Continuous(), "på-begäran": OnDemand()}


def _window(text: str) -> Window:
    return PERIODS.get(text.casefold()) or not_understood(
        f"{text} är ingen period. Skriv vecka, månad, kvartal, tertial, halvår, år eller totalt."
    )


def _season(text: str) -> Season:
    return SEASONS.get(text.casefold()) or not_understood(f"{text} är ingen årstid. Skriv {', '.join(SEASONS)}.")


def _uncounted(text: str) -> str:
    if text.casefold() not in KINDS:
        not_understood(f"{text} är ingen sort. Skriv {' eller '.join(KINDS)}.")
    return text.casefold()


Name = Annotated[str, typer.Option("--name", parser=typed.ref, metavar="NAMN", help="Dess läsbara namn.")]
Area = Annotated[str, typer.Option("--area", parser=typed.ref, metavar="NAMN", help="Fokusområdet.")]
Text = Annotated[str, typer.Option("--text", parser=typed.comment, metavar="TEXT", help="Vad som lovas.")]
By = Annotated[
    list[str], typer.Option("--by", parser=typed.ref, metavar="ROLL", help="Vem som svarar, den ansvariga först.")
]
Public = Annotated[bool, typer.Option("--public", help="Invånarna får veta.")]
Times = Annotated[int | None, typer.Option("--min", parser=typed.times, metavar="ANTAL", help="Minst så många gånger.")]
Per = Annotated[Window | None, typer.Option("--per", parser=_window, metavar="PERIOD", help="Per år, eller totalt.")]
Due = Annotated[date | None, typer.Option("--due", parser=typed.day, metavar="DATUM", help="En gång, senast då.")]
InSeason = Annotated[Season | None, typer.Option("--season", parser=_season, metavar="ÅRSTID", help="En gång, då.")]
Rrule = Annotated[str | None, typer.Option("--rrule", parser=typed.ref, metavar="RRULE", help="En fast rytm.")]
Uncounted = Annotated[
    str | None,
    typer.Option("--kind", parser=_uncounted, metavar="SORT", help="löpande eller på-begäran."),
]

app = typer.Typer(help="Åtaganden: lova mer, ändra rytmen, låt utgå.", no_args_is_help=True)


@dataclass(frozen=True, slots=True)
class Rule:
    """What the person typed about how often or when."""

    times: int | None
    per: Window | None
    due: date | None
    season: Season | None
    rrule: str | None
    uncounted: str | None

    def recurrence(self) -> Recurrence:
        """One rhythm; ”ten times” is none until somebody has said per year or in all."""
        if (self.times is None) != (self.per is None):
            not_understood("Antalet gånger behöver en period: skriv --min ANTAL --per år, eller --per totalt.")
        said: list[Recurrence] = [KINDS[self.uncounted]] if self.uncounted else []
        said += [Count(min=self.times, window=self.per)] if self.times and self.per else []
        said += [Once(due=self.due)] if self.due else []
        said += [Once(season=self.season)] if self.season else []
        said += [Schedule(rrule=self.rrule)] if self.rrule else []
        if len(said) != 1:
            not_understood("Skriv en av --min med --per, --due, --season, --rrule och --kind.")
        return said[0]


@app.command("add")
def add_one(  # noqa: PLR0913  one per option
    agreement: AgreementRef,
    *,
    name: Name,
    area: Area,
    text: Text,
    by: By,
    public: Public = False,
    times: Times = None,
    per: Per = None,
    due: Due = None,
    season: InSeason = None,
    rrule: Rrule = None,
    kind: Uncounted = None,
    data: DataFolder = None,
) -> None:
    """Lova en sak till."""
    system, rule = find(data), Rule(times, per, due, season, rrule, kind).recurrence()
    document = ask(system, ShowAgreement(agreement=agreement), AgreementCard).document
    if document is None:
        raise Refused(f"Överenskommelsen {agreement} går inte att visa.")
    entry = CommitmentEntry(
        id=uuid5(document.id, name),
        slug=name,
        focus_area=area,
        text=text,
        recurrence=rule,
        responsible=tuple(_responsible(document, role) for role in by),
        public=public,
    )
    carry_out(system, AddCommitment(agreement=str(document.id), commitment=entry))
    console().print(f"{name} är ett åtagande i {document.slug}.")


@app.command("rule")
def change_rule(  # noqa: PLR0913  one per option
    commitment: CommitmentRef,
    *,
    party: PartyOption,
    reason: Reason,
    times: Times = None,
    per: Per = None,
    due: Due = None,
    season: InSeason = None,
    rrule: Rrule = None,
    kind: Uncounted = None,
    data: DataFolder = None,
) -> None:
    """Kom överens om en annan rytm eller dag."""
    rule = Rule(times, per, due, season, rrule, kind).recurrence()
    carry_out(find(data), ChangeDueRule(commitment=commitment, recurrence=rule, by=party, reason=reason))
    console().print(f"{commitment} har en ny rytm.")


@app.command()
def cancel(commitment: CommitmentRef, *, reason: Reason, forum: Forum, data: DataFolder = None) -> None:
    """Låt ett åtagande utgå."""
    carry_out(find(data), CancelCommitment(commitment=commitment, reason=reason, forum=forum))
    console().print(f"{commitment} utgår.")


def _responsible(document: Document, role: str) -> Responsible:
    named = [one for one in document.functions if one.role.casefold() == role.replace(" ", "_").casefold()]
    named = named or [one for one in document.functions if one.role.casefold() == role.casefold()]
    if len(named) != 1:
        known = ", ".join(sorted({one.role for one in document.functions}))
        raise Refused(f"Rollen {role} pekar inte ut en funktion i {document.slug}. Där finns {known}.")
    return Responsible(function_id=named[0].id, party=named[0].party, role=named[0].role)
