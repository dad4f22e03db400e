"""When is a season? Winter is December to February, and so on by the month; a winter has the year it ends in."""

from datetime import date, timedelta

from schemas.agreements.parts import Once, Season, Validity

LAST_MONTH = {Season.WINTER: 2, Season.SPRING: 5, Season.SUMMER: 8, Season.AUTUMN: 11}


def season(which: Season, year: int | None, since: date) -> tuple[date, date]:
    """First and last day of a season. `year` is the year it ends in; without it, the first that ends after `since`."""
    month = LAST_MONTH[which]
    for candidate in (year,) if year else (since.year, since.year + 1):
        after = date(candidate, month + 1, 1)
        if year or after > since:
            break
    first = date(after.year, month - 2, 1) if month > 2 else date(after.year - 1, 12, 1)  # noqa: PLR2004  February
    return first, after - timedelta(days=1)


def season_of(rule: Once, validity: Validity) -> tuple[date, date] | None:
    """The season that a rule names, before it is held inside the validity."""
    return season(rule.season, rule.year, validity.since) if rule.season else None
