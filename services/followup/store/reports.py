"""Where is kept what the parties told, and how they judged?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from uuid import UUID

from sqlalchemy import insert, select, text, update

from services.followup.model.assessment import Assessment
from services.followup.model.correction import standing
from services.followup.model.occurrence import Occurrence, Report
from services.followup.model.override import Override
from services.followup.store.columns import among, insert_of, lists_of, rows_of
from services.followup.store.tables import assessment, commitment, light_override, occurrence, report
from services.runtime.connection import Connection

TOLD = [field.name for field in fields(Report)]
REPORT = [report.c[name] for name in TOLD]
IN_ORDER = (report.c.day, report.c.told_on, report.c.number)
MOVED = ("id", "state", "done", "told_on", "completed_on", "completed_told_on", "announce_on")
"""What a report changes of its occurrence."""
_SET = ", ".join(f"{name} = given.{name}" for name in MOVED if name != "id")
_TELL = text(f"""
WITH moved AS (UPDATE occurrence o SET {_SET} FROM {rows_of(occurrence, MOVED, "now_")} WHERE o.id = given.id)
{insert_of(report, TOLD)}""")  # noqa: S608  our own names
ASSESSMENT = [assessment.c[field.name] for field in fields(Assessment)]
OVERRIDE = [light_override.c[field.name] for field in fields(Override)]


class Reports:
    """Activity reports, assessments and lights that were overridden; none is ever removed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, told: Iterable[Report], about: Iterable[Occurrence]) -> None:
        """Reports, and what has become of their occurrences by them: one round trip."""
        moved = sorted(about, key=lambda one: one.id.int)
        await self._connection.execute(_TELL, lists_of(told, TOLD) | lists_of(moved, MOVED, "now_"))

    async def add_assessment(self, judged: Assessment) -> None:
        """A light that was overridden is the rule's again."""
        values = {field.name: getattr(judged, field.name) for field in fields(judged)}
        await self._connection.execute(insert(assessment).values(values))
        await self._end_override(judged.commitment_id, judged.told_on)

    async def override(self, shown: Override) -> None:
        await self._end_override(shown.commitment_id, shown.on)
        values = {field.name: getattr(shown, field.name) for field in fields(shown)}
        await self._connection.execute(insert(light_override).values(values))

    async def told_of(self, occurrence_id: UUID) -> list[Report]:
        """All, also those in whose place a later one stands."""
        query = select(*REPORT).where(report.c.occurrence_id == occurrence_id).order_by(*IN_ORDER)
        return [Report(**row) for row in (await self._connection.execute(query)).mappings()]

    async def of_occurrence(self, occurrence_id: UUID) -> list[Report]:
        """Those that stand; so do all that follow."""
        return standing(await self.told_of(occurrence_id))

    async def of_commitments(self, commitment_ids: Iterable[UUID]) -> defaultdict[UUID, list[Report]]:
        """By occurrence."""
        found: defaultdict[UUID, list[Report]] = defaultdict(list)
        query = select(*REPORT).where(among(report.c.commitment_id, commitment_ids)).order_by(*IN_ORDER)
        for told in standing(Report(**row) for row in (await self._connection.execute(query)).mappings()):
            found[told.occurrence_id].append(told)
        return found

    async def of_agreement(self, agreement_id: UUID) -> list[Report]:
        mine = (commitment.c.id == report.c.commitment_id) & (commitment.c.agreement_id == agreement_id)
        query = select(*REPORT).join(commitment, mine).order_by(*IN_ORDER)
        return standing(Report(**row) for row in (await self._connection.execute(query)).mappings())

    async def assessments_of(self, agreement_id: UUID) -> list[Assessment]:
        mine = (commitment.c.id == assessment.c.commitment_id) & (commitment.c.agreement_id == agreement_id)
        query = select(*ASSESSMENT).join(commitment, mine).order_by(assessment.c.number)
        return [Assessment(**row) for row in (await self._connection.execute(query)).mappings()]

    async def overrides_of(self, agreement_id: UUID) -> list[Override]:
        """Those that stand: at most one for a commitment."""
        mine = (commitment.c.id == light_override.c.commitment_id) & (commitment.c.agreement_id == agreement_id)
        query = select(*OVERRIDE).join(commitment, mine).where(light_override.c.ended_on.is_(None))
        return [Override(**row) for row in (await self._connection.execute(query)).mappings()]

    async def _end_override(self, commitment_id: UUID, on: date) -> None:
        mine = (light_override.c.commitment_id == commitment_id, light_override.c.ended_on.is_(None))
        await self._connection.execute(update(light_override).where(*mine).values(ended_on=on))
