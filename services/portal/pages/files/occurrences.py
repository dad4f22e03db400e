"""Which occurrences has an agreement had, and which lie ahead? However many, up to what a file or page has room for."""

from datetime import date, timedelta

from schemas.agreements import Validity
from schemas.followup import ListOccurrences, OccurrenceLine, OccurrenceLines
from services.portal.pages.site import Site

MOST, MOST_OF_A_YEAR = 10_000, 5000
"""In a workbook, and on a page."""
A_QUARTER, AHEAD = timedelta(days=91), timedelta(days=400)
"""A shorter question has an answer that fits a message. So far ahead are occurrences planned."""


async def every_occurrence(site: Site, agreement: str, validity: Validity) -> tuple[list[OccurrenceLine], bool]:
    """Those with a due day, in its order. True: they are more than there is room for, and these are the latest."""
    found: list[OccurrenceLine] = []
    until = (min(validity.until, site.today) if validity.until else site.today) + AHEAD
    cut = False
    while until >= validity.since and len(found) <= MOST:
        since = max(validity.since, until - A_QUARTER)
        lines, more = await _between(site, agreement, since, until)
        found = [*lines, *found]
        cut = cut or more
        until = since - timedelta(days=1)
    return found[-MOST:], cut or len(found) > MOST


async def due_in(site: Site, agreement: str, year: int) -> tuple[list[OccurrenceLine], bool]:
    """Those that are due in a year, in order of due days. True: they are more, and these are the first."""
    lines, more = await _between(site, agreement, date(year, 1, 1), date(year, 12, 31), MOST_OF_A_YEAR)
    return lines[:MOST_OF_A_YEAR], more or len(lines) > MOST_OF_A_YEAR


async def _between(
    site: Site, agreement: str, since: date, until: date, most: int | None = None
) -> tuple[list[OccurrenceLine], bool]:
    """In halves, where one answer does not hold them all; True: not even a day's, or no more is asked for."""
    answer = await site.ask(ListOccurrences(agreement=agreement, since=since, until=until), OccurrenceLines)
    if not answer.more or since == until:
        return list(answer.occurrences), answer.more
    middle = since + (until - since) / 2
    earlier, some = await _between(site, agreement, since, middle, most)
    if most is not None and len(earlier) > most:
        return earlier, True
    later, more = await _between(site, agreement, middle + timedelta(days=1), until, most)
    return earlier + later, some or more
