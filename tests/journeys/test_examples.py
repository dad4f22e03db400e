"""Do the nine agreements fare on the running system as their golden files say, taken in and told of by the importer?"""

from dataclasses import replace
from datetime import date

import pytest

from schemas.agreements import RegisterAgreement
from schemas.followup import Light, SummariseAgreement, Summary
from services.cli.reading import read
from services.front.reading import Reading
from services.front.records import tell_records
from tests.golden.agreements import FILE
from tests.golden.make import agreement, in_words, life, slugs, summary_in
from tests.system import System


def told_by(day: date, reading: Reading) -> Reading:
    """What the file gives no day is told on the agreement's last."""
    assert reading.document
    ended = day >= (reading.document.validity.until or date.max)
    return replace(reading, records=tuple(one for one in reading.records if one.on or ended))


def lights_in(summary: Summary) -> dict[str, Light]:
    return {row.slug: row.light for area in summary.focus_areas for row in area.commitments}


@pytest.mark.parametrize("slug", slugs())
async def test_the_services_come_to_the_lights_and_the_summary_of_the_golden_file(system: System, slug: str):
    lived = life(slug)
    [reading] = [one for one in read(FILE) if one.slug == slug]
    assert reading.document
    lights = dict([(day, seen) for day, seen in lived.lights() if day.month in {6, 12}][-3:])
    last = lived.meetings()[-1]
    system.clock.set(f"{lived.signed_on}T09:00")
    await system.tell(RegisterAgreement(document=reading.document, signed_on=lived.signed_on))
    for day in sorted({lived.signed_on, *lights, *(on for on, _ in lived.told), last}):
        system.clock.set(f"{day}T09:00")
        await system.settle()
        telling = await tell_records(system.services["portal"].bus, told_by(day, reading), day)
        assert not telling.refused
        await system.settle()
        if day in lights:
            assert lights_in(await system.ask(SummariseAgreement(agreement=slug), Summary)) == lights[day]
    assert in_words(await system.ask(SummariseAgreement(agreement=slug), Summary)) == summary_in(agreement(slug))
