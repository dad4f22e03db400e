"""Do the nine agreements fare on a real database as the golden files say, taken in and told of as the importer does?"""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

import pytest

from schemas.base import Command, Event, Query, Reply
from schemas.followup import Light, SummariseAgreement, Summary
from services.agreements.model import Agreement, register
from services.cli.reading import Reading, read
from services.cli.records import tell_records
from tests.conftest import MakeDatabase
from tests.fakes import StoppedClock
from tests.followup.following import WIRED, Following
from tests.golden.agreements import FILE
from tests.golden.make import agreement, in_words, life, slugs, summary_in


@dataclass
class Bus:
    """What the importer talks through: as the runtime does it, a wish is carried out once."""

    following: Following
    done: set[UUID] = field(default_factory=set)

    async def tell(self, wish: Command) -> None:
        if wish.command_id not in self.done:
            await self.following.tell(wish)
            self.done.add(wish.command_id)

    async def ask(self, question: Query, _: type[Reply]) -> object:
        return await self.following.ask(question)


@dataclass
class Journey:
    """`agreed`: as the agreements service has it; what it says is heard by following up."""

    reading: Reading
    following: Following
    bus: Bus
    agreed: Agreement | None = None

    async def go_to(self, day: date) -> None:
        self.following.clock.set(f"{day}T09:00")
        if self.agreed is None:
            assert self.reading.document
            self.agreed, facts = register(self.reading.document, day, day)
        else:
            self.agreed, facts = self.agreed.move_by_date(day)
        await self._hear(facts)
        await self.following.let_time_work()
        telling = await tell_records(self.bus, self._told_by(day), day)
        assert not telling.refused

    async def summary(self) -> Summary:
        told = await self.following.ask(SummariseAgreement(agreement=self.reading.slug))
        assert isinstance(told, Summary)
        return told

    async def _hear(self, facts: tuple[Event, ...]) -> None:
        await self.following.hear(*(fact for fact in facts if type(fact) in WIRED.heard))

    def _told_by(self, day: date) -> Reading:
        """What the file gives no day is told on the agreement's last."""
        assert self.reading.document
        ended = day >= (self.reading.document.validity.until or date.max)
        return replace(self.reading, records=tuple(one for one in self.reading.records if one.on or ended))


def lights_in(summary: Summary) -> dict[str, Light]:
    return {row.slug: row.light for area in summary.focus_areas for row in area.commitments}


@pytest.mark.parametrize("slug", slugs())
async def test_the_services_come_to_the_lights_and_the_summary_of_the_golden_file(
    database: MakeDatabase, clock: StoppedClock, slug: str
):
    lived = life(slug)
    [reading] = [one for one in read(FILE) if one.slug == slug]
    following = Following(await database("followup"), clock)
    journey = Journey(reading, following, Bus(following))
    lights = dict([(day, seen) for day, seen in lived.lights() if day.month in {6, 12}][-3:])
    last = lived.meetings()[-1]
    for day in sorted({lived.signed_on, *lights, *(on for on, _ in lived.told), last}):
        await journey.go_to(day)
        if day in lights:
            assert lights_in(await journey.summary()) == lights[day]
    assert in_words(await journey.summary()) == summary_in(agreement(slug))
