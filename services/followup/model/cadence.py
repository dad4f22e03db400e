"""When do the parties meet next, and when did they meet last? By the agreement's cadence; meetings come later."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from schemas.agreements import Validity, Window

MONTHS = {Window.MONTH: 1, Window.QUARTER: 3, Window.TERTIAL: 4, Window.HALF_YEAR: 6, Window.YEAR: 12}


def next_meeting(cadence: Window, validity: Validity, today: date) -> date | None:
    """The first day of the next calendar window; for the whole agreement the day after its end, if that is to come."""
    if cadence is Window.WEEK:
        return today + timedelta(days=7 - today.weekday())
    if cadence is Window.AGREEMENT:
        return validity.until + timedelta(days=1) if validity.until and validity.until >= today else None
    length = MONTHS[cadence]
    month = ((today.year * 12 + today.month - 1) // length + 1) * length
    return date(month // 12, month % 12 + 1, 1)


def last_meeting(cadence: Window, validity: Validity, today: date) -> date:
    """One cadence back."""
    if cadence is Window.WEEK:
        return today - timedelta(days=7)
    if cadence is Window.AGREEMENT:
        return validity.since
    back: date = today - relativedelta(months=MONTHS[cadence])
    return back
