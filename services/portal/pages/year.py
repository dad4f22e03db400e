"""What of an agreement falls due in which month of a year? A chart for the glance, and a table that says the same."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import AgreementCard, ShowAgreement
from schemas.base import FIRST_DAY, LAST_DAY
from schemas.followup import Light, OccurrenceLine
from services.portal.pages import words
from services.portal.pages.files.occurrences import due_in
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


ROWS = 25
"""Of a chart and the table below it: together they are to be seen at once, and printed on one page."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An occurrence's due day in the chart: how far into the year, in percent."""

    at: float
    on: date
    status: Status
    slug: str


@dataclass(frozen=True, slots=True)
class Row:
    """One commitment: its marks in order of days, and how many of each status fall in each month, however late."""

    text: str
    commitment: UUID
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
    card = await site.ask(ShowAgreement(agreement=name), AgreementCard)
    lines, more = await due_in(site, name, year)
    today = per or site.today
    return render(
        request,
        "year.html",
        document=card.document,
        per=per,
        year=year,
        today=_share(today) if today.year == year else None,
        rows=rows_of(lines),
        ROWS=ROWS,
        months=[(month, _share(date(year, number, 1))) for number, month in MONTHS.items()],
        shown=len(lines),
        more=more,
    )


def rows_of(lines: Iterable[OccurrenceLine]) -> list[Row]:
    """One of each commitment and municipality, in the order of their first due day. What is never due has none."""
    together: dict[tuple[str, UUID], list[Mark]] = {}
    for line in sorted((one for one in lines if one.due), key=lambda one: str(one.due)):
        assert line.due  # noqa: S101  chosen so
        place = f" – {words.municipality(line.municipality)}" if line.municipality else ""
        mark = Mark(_share(line.due), line.due, words.status_of(line), line.slug)
        together.setdefault((f"{line.commitment}{place}", line.commitment_id), []).append(mark)
    return [Row(text, commitment, tuple(marks)) for (text, commitment), marks in together.items()]


def _alike(status: Status) -> Status:
    """What is late is late, by whatever number of days."""
    late = words.LIGHTS[Light.RED]
    return late if status.symbol == late.symbol else status


def _share(day: date) -> float:
    return round((day.timetuple().tm_yday - 1) / 3.66, 2)


def _year(request: Request, otherwise: int) -> int:
    asked = request.query_params.get("ar", "") or str(otherwise)
    if not (asked.isascii() and asked.isdigit() and FIRST_DAY.year <= int(asked[:5]) <= LAST_DAY.year):
        raise HTTPException(
            400,
            _("Skriv året med fyra siffror, från %(first)s till %(last)s.", first=FIRST_DAY.year, last=LAST_DAY.year),
        )
    return int(asked)
