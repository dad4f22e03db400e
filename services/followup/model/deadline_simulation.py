"""Which reminders of a deadline would leave on which days, if nothing more were told?"""

from collections.abc import Iterator
from dataclasses import replace

from schemas.followup import ComingDeadline
from schemas.working_days import next_working_day
from services.followup.model import ladder as ladders
from services.followup.model.deadline import Kept
from services.followup.model.deadline_line import Subject, line
from services.followup.model.deadline_reminder import settle
from services.followup.model.simulation import Simulation


def leaving(simulation: Simulation, kept: Kept, subject: Subject) -> Iterator[ComingDeadline]:
    """What has been missed leaves the first working day, as after downtime."""
    one, climbed = kept
    if simulation.red_too:
        waiting = ladders.moved_off(climbed.planned, simulation.red_too)
        climbed = replace(climbed, rungs=(*climbed.rungs[: len(climbed.outcomes)], *waiting))
    first = next_working_day(simulation.today, simulation.red_too)
    while climbed.leaves_on and (day := max(climbed.leaves_on, first)) <= simulation.until:
        climbed, said = settle(one, climbed, day, subject.around)
        if day >= simulation.since:
            standing = line(one, [(one, climbed)], subject, day)
            yield from (ComingDeadline(on=day, reminder=reminder, line=standing) for reminder in said)
