"""What has been measured, and how far has it changed?"""

import re
from collections.abc import Mapping
from typing import Annotated, TypeVar

import typer

from schemas.followup import (
    ActivityCount,
    CommunityReadiness,
    ListMeasures,
    Measured,
    MeasureLines,
    OwnIndicator,
    PreventionCategory,
    PreventionIndex,
    ReadinessDimension,
    RecordMeasure,
    SafetySurvey,
    SurveyUnit,
)
from services.cli import typed, words
from services.cli.agreements import County, Municipality
from services.cli.clocks import MunicipalityCode, OfAgreement
from services.cli.connection import ask, carry_out
from services.cli.following import On, today
from services.cli.showing import add, console, print_json, table
from services.cli.typed import AsJson, not_understood
from services.cli.where import DataFolder, find
from services.front import measured as said

E_ = TypeVar("E_", ReadinessDimension, PreventionCategory, SurveyUnit)
TO_A_VALUE = "Skriv vad som mättes: --readiness, --prevention, --survey, --indicator eller --activity, en av dem."

NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,4})?")


def _number(text: str) -> str:
    """With a comma, as people write it, or a point."""
    written = text.strip().replace(",", ".").replace("\N{MINUS SIGN}", "-")
    if not NUMBER.fullmatch(written):
        not_understood(f"{text} är inget tal. Skriv det som 4,25, med högst fyra decimaler.")
    return written


def _one_of(names: Mapping[E_, str], text: str) -> E_:
    """By its Swedish name, or the word of the language."""
    known = {swedish: one for one, swedish in names.items()} | {one.value: one for one in names}
    return known.get(text.casefold()) or not_understood(f"{text} finns inte. Skriv {', '.join(names.values())}.")


def _dimension(text: str) -> ReadinessDimension:
    return _one_of(said.DIMENSIONS, text)


def _category(text: str) -> PreventionCategory:
    return _one_of(said.CATEGORIES, text)


Value = Annotated[str, typer.Option("--value", parser=_number, metavar="TAL", help="Som 4,25.")]
Source = Annotated[str, typer.Option("--source", parser=typed.ref, metavar="KÄLLA", help="Varifrån värdet kommer.")]
Readiness = Annotated[
    ReadinessDimension | None,
    typer.Option("--readiness", parser=_dimension, metavar="DIMENSION", help=", ".join(said.DIMENSIONS.values())),
]
Prevention = Annotated[
    PreventionCategory | None,
    typer.Option("--prevention", parser=_category, metavar="KATEGORI", help=", ".join(said.CATEGORIES.values())),
]
Survey = Annotated[
    str | None, typer.Option("--survey", parser=typed.ref, metavar="FRÅGA", help="En fråga i en trygghetsmätning.")
]
Indicator = Annotated[
    str | None, typer.Option("--indicator", parser=typed.ref, metavar="NAMN", help="En egen indikator.")
]
Activity = Annotated[
    str | None, typer.Option("--activity", parser=typed.ref, metavar="NAMN", help="Något som räknas: aktivitet.")
]
Unit = Annotated[
    str | None,
    typer.Option("--unit", parser=typed.ref, metavar="ENHET", help="procent eller index; en egen indikators enhet."),
]

AroundAgreement = Annotated[
    str | None,
    typer.Option("--agreement", parser=typed.ref, metavar="NAMN", help="Överenskommelsen som värdet hör till."),
]


def measure(  # noqa: PLR0913  one per option
    municipality: MunicipalityCode,
    *,
    value: Value,
    source: Source,
    readiness: Readiness = None,
    prevention: Prevention = None,
    survey: Survey = None,
    indicator: Indicator = None,
    activity: Activity = None,
    unit: Unit = None,
    on: On = None,
    agreement: AroundAgreement = None,
    data: DataFolder = None,
) -> None:
    """Registrera ett uppmätt värde. Ett nytt värde för samma dag rättar det förra."""
    named: list[Measured] = [
        *([CommunityReadiness(dimension=readiness)] if readiness else []),
        *([PreventionIndex(category=prevention)] if prevention else []),
        *([SafetySurvey(question=survey, unit=_survey_unit(unit))] if survey else []),
        *([OwnIndicator(name=indicator, unit=unit or not_understood("--unit saknas."))] if indicator else []),
        *([ActivityCount(name=activity)] if activity else []),
    ]
    if len(named) != 1:
        not_understood(TO_A_VALUE)
    system, (measured,) = find(data), named
    day = on or today(system)
    wish = RecordMeasure(
        municipality=municipality, agreement=agreement, measured=measured, on=day, value=value, source=source
    )
    carry_out(system, wish)
    console().print(f"Registrerat den {day}: {said.name(measured)}, {said.number(value)} ({said.unit(measured)}).")


def measures(
    county: County = None,
    municipality: Municipality = None,
    agreement: OfAgreement = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Visa uppmätta värden, från när överenskommelsen började till nu."""
    question = ListMeasures(county=county, municipality=municipality, agreement=agreement)
    found = ask(find(data), question, MeasureLines).series
    if as_json:
        return print_json(found)
    shown = table("Kommun", "Vad", "Enhet", "Från början", "Senast", "Förändring#", "Mätningar#")
    for one in found:
        place, what = words.municipality(one.municipality), one.measured
        ends = said.value(one.baseline), said.value(one.latest)
        add(shown, place, said.name(what), said.unit(what), *ends, said.change(one), len(one.values))
    if not found:
        return console().print("Inget är uppmätt.")
    console().print(shown)
    return console().print(said.NOTE)


def _survey_unit(text: str | None) -> SurveyUnit:
    return _one_of(said.UNITS, text) if text else SurveyUnit.PERCENT
