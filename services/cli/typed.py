"""What did the person type? Text becomes values, or one sentence and exit code 2."""

import re
import sys
from datetime import date
from typing import Annotated, NoReturn
from uuid import UUID

import typer

from schemas.base import FIRST_DAY, LAST_DAY, Party
from schemas.followup import Fulfilment, Judgement, Light, NextPeriod
from schemas.geography import counties, municipalities

MAILBOX = re.compile(r"[^@\s,;<>\"\[\]]{1,64}@[A-Za-z0-9.-]{1,190}")
MOST = 1_000_000
LONGEST_REF, LONGEST_REASON, LONGEST_COMMENT = 200, 300, 4000
PARTIES = {
    "kommun": Party.MUNICIPALITY,
    "kommunen": Party.MUNICIPALITY,
    "municipality": Party.MUNICIPALITY,
    "polis": Party.POLICE,
    "polisen": Party.POLICE,
    "police": Party.POLICE,
}
FULFILMENTS = {
    "uppfyllt": Fulfilment.FULFILLED,
    "delvis": Fulfilment.PARTLY_FULFILLED,
    "partly": Fulfilment.PARTLY_FULFILLED,
    "ej-uppfyllt": Fulfilment.NOT_FULFILLED,
    "ej-bedömt": Fulfilment.NOT_ASSESSED,
    **{one.value: one for one in Fulfilment},
}


JUDGEMENTS = {word: Judgement(one.value) for word, one in FULFILMENTS.items() if one is not Fulfilment.NOT_REPORTED}
NEXT_PERIODS = {
    "lämna": NextPeriod.DROP,
    "bevara": NextPeriod.KEEP,
    "utveckla": NextPeriod.DEVELOP,
    **{one.value: one for one in NextPeriod},
}
LIGHTS = {"grönt": Light.GREEN, "gult": Light.YELLOW, "rött": Light.RED, **{one.value: one for one in Light}}


def not_understood(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(2)


def day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        not_understood(f"{text} är inget datum. Skriv det som 2026-03-31.")
    if not FIRST_DAY <= found <= LAST_DAY:
        not_understood(f"Datumet {text} ligger utanför åren {FIRST_DAY.year}–{LAST_DAY.year}.")
    return found


def party(text: str) -> Party:
    found = PARTIES.get(text.casefold())
    return found or not_understood(f"{text} är ingen part. Skriv kommun eller polis.")


def fulfilment(text: str) -> Fulfilment:
    found = FULFILMENTS.get(text.casefold())
    choices = "fulfilled, partly_fulfilled, not_fulfilled eller not_assessed"
    return found or not_understood(f"{text} är ingen bedömning. Skriv {choices}.")


def judgement(text: str) -> Judgement:
    found = JUDGEMENTS.get(text.casefold())
    choices = "fulfilled, partly_fulfilled, not_fulfilled eller not_assessed"
    return found or not_understood(f"{text} är ingen bedömning. Skriv {choices}.")


def next_period(text: str) -> NextPeriod:
    found = NEXT_PERIODS.get(text.casefold())
    return found or not_understood(f"{text} är inget val för nästa period. Skriv lämna, bevara eller utveckla.")


def light(text: str) -> Light:
    found = LIGHTS.get(text.casefold())
    return found or not_understood(f"{text} är inget läge. Skriv grönt, gult eller rött.")


def times(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MOST)) and int(text) <= MOST):
        not_understood(f"{text} är inget antal. Skriv ett helt tal från 0 till {MOST}.")
    return int(text)


def ref(text: str) -> str:
    """What a person names a thing by."""
    if not 1 <= len(text.strip()) <= LONGEST_REF:
        not_understood(f"Ett namn har mellan 1 och {LONGEST_REF} tecken.")
    return text.strip()


def uuid(text: str) -> UUID:
    try:
        return UUID(text.strip())
    except ValueError:
        not_understood(f"{text} är inget id. Ett id ser ut som 0b5a1f6e-6f2c-4d0e-9a53-2f9e6f4c7b10.")


def mailbox(text: str) -> str:
    if not MAILBOX.fullmatch(text.strip()):
        not_understood(f"{text} är ingen e-postadress. Skriv den som samordnare@kommun.example.se.")
    return text.strip()


def reason(text: str) -> str:
    if not 1 <= len(text.strip()) <= LONGEST_REASON:
        not_understood(f"Skriv varför, med högst {LONGEST_REASON} tecken.")
    return text.strip()


def comment(text: str) -> str:
    if len(text) > LONGEST_COMMENT:
        not_understood(f"Kommentaren är {len(text)} tecken lång; högst {LONGEST_COMMENT} får plats.")
    return text


def county(text: str) -> str:
    if text not in counties():
        not_understood(f"Det finns inget län med koden {text}. Koden har två siffror: 25 är Norrbottens län.")
    return text


def municipality(text: str) -> str:
    if text not in municipalities():
        not_understood(f"Det finns ingen kommun med koden {text}. Koden har fyra siffror: 2506 är Arjeplog.")
    return text


def organisation(text: str) -> str:
    """One authority: the police, or a municipality by its code."""
    return "police" if PARTIES.get(text.casefold()) is Party.POLICE else municipality(text)


CountyCode = Annotated[str, typer.Argument(parser=county, metavar="LÄN", help="Länets kod, två siffror.")]
AsJson = Annotated[bool, typer.Option("--json", help="Svara med JSON.")]
Asker = Annotated[
    str | None,
    typer.Option(
        "--as", parser=organisation, metavar="polis|KOMMUNKOD", help="Som den ser det: andras utkast syns inte."
    ),
]
AgreementRef = Annotated[str, typer.Argument(parser=ref, metavar="ÖVERENSKOMMELSE", help="Dess id eller läsbara namn.")]
CommitmentRef = Annotated[str, typer.Argument(parser=ref, metavar="ÅTAGANDE", help="Dess id eller läsbara namn.")]
OccurrenceRef = Annotated[
    str, typer.Argument(parser=ref, metavar="TILLFÄLLE", help="Dess id eller läsbara namn, som arjeplog-2/2026.")
]
MeetingRef = Annotated[
    str, typer.Argument(parser=ref, metavar="MÖTE", help="Dess id eller läsbara namn, som arjeplog-2026-ml/meeting-1.")
]
PartyOption = Annotated[
    Party, typer.Option("--party", parser=party, metavar="kommun|polis", help="Den part som berättar.")
]
Reason = Annotated[str, typer.Option("--reason", parser=reason, metavar="TEXT", help="Varför, i en mening.")]
Forum = Annotated[str, typer.Option("--forum", parser=reason, metavar="FORUM", help="Var det beslutades.")]
Comment = Annotated[str, typer.Option("--comment", parser=comment, metavar="TEXT", help="Högst 4000 tecken.")]
