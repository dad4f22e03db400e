"""On which days would mails leave by a ladder that is being chosen? Looked at before it is saved; nothing changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from schemas.base import Command
from schemas.followup import ChangeLadder, ComingReminders, LadderIf, LadderStep, SimulateReminders
from services.front import ladders
from services.portal.pages.site import Site

SEE = "visa"
"""The button that shows the days and saves nothing."""
SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Climbed:
    """`days`: when the mail of each step leaves, of what is due on `due`. `simulated`: where all mails are told."""

    due: date
    days: Sequence[tuple[date, LadderStep]]
    simulated: str


async def climbed(site: Site, told: Command) -> Climbed | None:
    """None of what is no ladder. Raises Refused for one that cannot be climbed, by the rules that will judge it."""
    if not isinstance(told, ChangeLadder):
        return None
    supposed = (LadderIf(ladder=told.ladder, steps=told.steps),)
    question = SimulateReminders(since=site.today, until=site.today, agreement=told.agreement, if_ladders=supposed)
    await site.ask(question, ComingReminders)
    due = month_end(site.today + SOON)
    days = sorted(((ladders.day(step, due), step) for step in told.steps), key=lambda one: one[0])
    asked = {
        "overenskommelse": told.agreement,
        "fran": site.today.isoformat(),
        "till": (site.today + SOON).isoformat(),
        "trappa": told.ladder.value,
        "steg": ladders.written(told.steps),
    }
    return Climbed(due, days, f"/simulera?{urlencode(asked)}")


def month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
