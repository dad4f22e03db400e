"""What of an agreement falls due in which month of a year? A chart for the glance, and a table that says the same."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import AgreementCard, ShowAgreement
from schemas.base import FIRST_DAY, LAST_DAY
from schemas.followup import Light, ListOccurrences, OccurrenceLine, OccurrenceLines
from services.portal.pages import words
from services.portal.pages.language import Words, _
from services.portal.pages.rendering import render
from services.portal.pages.site import day_in, name_in, site_of
from services.portal.pages.words import Status

MONTHS = Words(
    {
        1: "januari",
        2: "februari",
        3: "mars",
        4: "april",
        5: "maj",
        6: "juni",
        7: "juli",
        8: "augusti",
        9: "september",
        10: "oktober",
        11: "november",
        12: "december",
    }
)


@dataclass(frozen=True, slots=True)
class Mark:
    """An occurrence's due day in the chart: how far into the year, from 0 to 1."""

    at: float
    on: date
    status: Status
    slug: str


@dataclass(frozen=True, slots=True)
class Row:
    """One commitment: its marks in order of days, and how many of each status fall in each month, however late."""

    text: str
    marks: tuple[Mark, ...]

    @property
    def months(self) -> list[list[tuple[Status, int]]]:
        return [
            list(Counter(_alike(mark.status) for mark in self.marks if mark.on.month == one).items())
            for one in range(1, 13)
        ]


async def show(request: Request) -> Response:
    """`?ar=2026`; without it the year of today. `?per=` as everywhere."""
    name, per = name_in(request, "slug"), day_in(request, "per")
    site = site_of(request).as_of(per)
    year = _year(request, (per or site.today).year)
    question = ListOccurrences(agreement=name, since=date(year, 1, 1), until=date(year, 12, 31))
    card = await site.ask(ShowAgreement(agreement=name), AgreementCard)
    found = await site.ask(question, OccurrenceLines)
    today = found.today or site.today
    return render(
        request,
        "year.html",
        document=card.document,
        per=per,
        year=year,
        today=_share(today) if today.year == year else None,
        rows=rows_of(found.occurrences),
        months=[(month, _share(date(year, number, 1))) for number, month in MONTHS.items()],
        shown=len(found.occurrences),
        more=found.more,
    )


def rows_of(lines: tuple[OccurrenceLine, ...]) -> list[Row]:
    """One of each commitment and municipality, in the order of their first due day. What is never due has none."""
    together: dict[str, list[Mark]] = {}
    for line in sorted((one for one in lines if one.due), key=lambda one: str(one.due)):
        assert line.due  # noqa: S101  chosen so
        place = f" – {words.municipality(line.municipality)}" if line.municipality else ""
        mark = Mark(_share(line.due), line.due, words.status_of(line), line.slug)
        together.setdefault(f"{line.commitment}{place}", []).append(mark)
    return [Row(text, tuple(marks)) for text, marks in together.items()]


def _alike(status: Status) -> Status:
    """What is late is late, by whatever number of days."""
    late = words.LIGHTS[Light.RED]
    return late if status.symbol == late.symbol else status


def _share(day: date) -> float:
    return (day.timetuple().tm_yday - 1) / 366


def _year(request: Request, otherwise: int) -> int:
    asked = request.query_params.get("ar", "") or str(otherwise)
    if not (asked.isascii() and asked.isdigit() and FIRST_DAY.year <= int(asked[:5]) <= LAST_DAY.year):
        raise HTTPException(
            400,
            _("Skriv året med fyra siffror, från %(first)s till %(last)s.", first=FIRST_DAY.year, last=LAST_DAY.year),
        )
    return int(asked)
