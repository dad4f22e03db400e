"""What may be recorded as measured, and how far has it changed since the agreement began?"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

from schemas.agreements import Validity
from schemas.base import NAMESPACE_LOFTESKOLL
from schemas.followup import (
    ActivityCount,
    CommunityReadiness,
    Measured,
    MeasuredValue,
    MeasureRecorded,
    MeasureSeries,
    OwnIndicator,
    PreventionIndex,
    RecordMeasure,
    SafetySurvey,
    SurveyUnit,
)
from schemas.geography import municipalities
from services.followup.model.agreement import Agreement
from services.followup.model.comment import refuse_unkeepable
from services.runtime.errors import Refused

NAMED = {SafetySurvey: "Frågan", OwnIndicator: "Indikatorns namn", ActivityCount: "Aktivitetens namn"}


@dataclass(frozen=True, slots=True)
class Measure:
    """One value of one series on one day. `value` is a decimal number as text: "4.25"."""

    series_id: UUID
    municipality: str
    agreement_id: UUID | None
    measured: Measured
    on: date
    value: str
    source: str


def record(wish: RecordMeasure, agreement: Agreement | None, today: date) -> Measure:
    """Raises Refused for what cannot be a value of this, on that day, there."""
    if wish.municipality not in municipalities():
        raise Refused(f"Det finns ingen kommun med koden {wish.municipality}.")
    if agreement and wish.municipality not in agreement.municipalities:
        raise Refused(f"Kommunen {municipalities()[wish.municipality].name} är inte part i {agreement.title}.")
    if agreement and not agreement.is_promised:
        raise Refused(f"{agreement.title} är inte undertecknad än. Registrera värdet på kommunen så länge.")
    if wish.on > today:
        raise Refused(f"Dagen {wish.on} har inte kommit än. Ange den dag då det mättes.")
    measured = named(wish.measured)
    refuse_unkeepable(wish.source, "Källan")
    if not wish.source.strip():
        raise Refused("Ange källan: varifrån värdet kommer.")
    value = Decimal(wish.value)
    if why := out_of_range(measured, value):
        raise Refused(why)
    agreement_id = agreement.id if agreement else None
    return Measure(
        series_id=series_id(wish.municipality, agreement_id, measured),
        municipality=wish.municipality,
        agreement_id=agreement_id,
        measured=measured,
        on=wish.on,
        value=plain(value),
        source=wish.source.strip(),
    )


def told(measure: Measure, was: str | None) -> MeasureRecorded:
    """`was`: the value of that day until now."""
    return MeasureRecorded(
        series_id=measure.series_id,
        municipality=measure.municipality,
        agreement_id=measure.agreement_id,
        measured=measure.measured,
        on=measure.on,
        value=measure.value,
        source=measure.source,
        was=was,
    )


def named(measured: Measured) -> Measured:
    """As it is kept: one blank between words. Raises Refused for a name that may not be kept or says nothing."""
    match measured:
        case SafetySurvey(question=name):
            return measured.model_copy(update={"question": _kept(name, NAMED[SafetySurvey])})
        case OwnIndicator(name=name, unit=unit):
            kept = {"name": _kept(name, NAMED[OwnIndicator]), "unit": _kept(unit, "Enheten")}
            return measured.model_copy(update=kept)
        case ActivityCount(name=name):
            return measured.model_copy(update={"name": _kept(name, NAMED[ActivityCount])})
    return measured


def _kept(text: str, what: str) -> str:
    refuse_unkeepable(text, what)
    words = re.sub(r"\s+", " ", text).strip()
    if not words:
        raise Refused(f"{what} saknas.")
    return words


def out_of_range(measured: Measured, value: Decimal) -> str:
    """Why this cannot be a value of it, as a sentence; empty if it can."""
    match measured:
        case CommunityReadiness() if not 1 <= value <= 9:  # noqa: PLR2004  nine stages
            return f"Community Readiness går från 1 till 9; {_swedish(value)} ligger utanför."
        case PreventionIndex() if not 0 <= value <= 20:  # noqa: PLR2004  the index says so
            return f"Varje kategori i preventionsindex ger mellan 0 och 20 poäng; {_swedish(value)} ligger utanför."
        case SafetySurvey(unit=SurveyUnit.PERCENT) if not 0 <= value <= 100:  # noqa: PLR2004
            return f"En andel i procent ligger mellan 0 och 100; {_swedish(value)} gör inte det."
        case ActivityCount() if value < 0 or value != value.to_integral_value():
            return f"Aktiviteter räknas i hela tal från 0; {_swedish(value)} är inget sådant."
    return ""


def series_id(municipality: str, agreement_id: UUID | None, measured: Measured) -> UUID:
    """The same for all values of the same thing; how a name is spaced and capitalised makes no other thing."""
    return uuid5(NAMESPACE_LOFTESKOLL, f"measure/{municipality}/{agreement_id}/{measured.model_dump_json().casefold()}")


def series(values: Iterable[Measure], validity: Validity | None) -> MeasureSeries:
    """The values of one series, and how far it has changed within an agreement's validity."""
    ordered = sorted(values, key=lambda one: one.on)
    first = ordered[0]
    baseline, latest = compared(ordered, validity)
    return MeasureSeries(
        series_id=first.series_id,
        municipality=first.municipality,
        agreement_id=first.agreement_id,
        measured=first.measured,
        values=tuple(_shown(one) for one in ordered),
        baseline=_shown(baseline) if baseline else None,
        latest=_shown(latest) if latest else None,
        change=plain(Decimal(latest.value) - Decimal(baseline.value)) if baseline and latest else None,
    )


def of_year(
    found: Iterable[list[Measure]], validities: Mapping[UUID, Validity], first: date, last: date
) -> tuple[MeasureSeries, ...]:
    """What was measured in a year, with what was measured before it; not what came after."""
    known = ([one for one in values if one.on <= last] for values in found)
    measured = (values for values in known if values and values[-1].on >= first)
    return all_series(measured, validities)


def all_series(found: Iterable[list[Measure]], validities: Mapping[UUID, Validity]) -> tuple[MeasureSeries, ...]:
    """Each compared within the validity of its own agreement."""
    return tuple(series(values, validities.get(key) if (key := values[0].agreement_id) else None) for values in found)


def compared(ordered: list[Measure], validity: Validity | None) -> tuple[Measure | None, Measure | None]:
    """The baseline and the latest value after it, of values in the order of their days.

    The baseline is how it was when the agreement began: the last value up to its first day, else the first in it.
    What was measured after the agreement's end says nothing of it.
    """
    within = [one for one in ordered if not (validity and validity.until and one.on > validity.until)]
    if not within:
        return None, None
    before = [one for one in within if validity and one.on <= validity.since]
    baseline = before[-1] if before else within[0]
    return baseline, within[-1] if within[-1].on > baseline.on else None


def plain(value: Decimal) -> str:
    """Without needless zeros: 4.50 is "4.5", -0 is "0"."""
    return format(value.normalize() + 0, "f")


def _shown(measure: Measure) -> MeasuredValue:
    return MeasuredValue(on=measure.on, value=measure.value, source=measure.source)


def _swedish(value: Decimal) -> str:
    return plain(value).replace(".", ",")
