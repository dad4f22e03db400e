"""Which occurrences has an agreement had, and which lie ahead? However many, up to what a workbook has room for."""

from datetime import date, timedelta

from schemas.agreements import Validity
from schemas.followup import ListOccurrences, OccurrenceLine, OccurrenceLines
from services.portal.pages.site import Site

MOST = 10_000
ANSWERED = 1000
"""As many as the question gives at most: then there may be more, and less is asked for."""
A_QUARTER, AHEAD = timedelta(days=91), timedelta(days=400)
"""A shorter question has an answer that fits a message. So far ahead are occurrences planned."""


async def every_occurrence(site: Site, agreement: str, validity: Validity) -> tuple[list[OccurrenceLine], bool]:
    """Those with a due day, in its order. True: they are more than there is room for, and these are the latest."""
    found: list[OccurrenceLine] = []
    until = (min(validity.until, site.today) if validity.until else site.today) + AHEAD
    cut = False
    while until >= validity.since and not cut:
        since = max(validity.since, until - A_QUARTER)
        lines, cut = await _between(site, agreement, since, until)
        found = [*lines, *found]
        cut = cut or len(found) > MOST
        until = since - timedelta(days=1)
    return found[-MOST:], cut


async def _between(site: Site, agreement: str, since: date, until: date) -> tuple[list[OccurrenceLine], bool]:
    """In halves, where one answer does not hold them all; True: not even a day's."""
    answer = await site.ask(ListOccurrences(agreement=agreement, since=since, until=until), OccurrenceLines)
    if len(answer.occurrences) < ANSWERED or since == until:
        return list(answer.occurrences), len(answer.occurrences) >= ANSWERED
    middle = since + (until - since) / 2
    earlier, some = await _between(site, agreement, since, middle)
    later, more = await _between(site, agreement, middle + timedelta(days=1), until)
    return earlier + later, some or more
