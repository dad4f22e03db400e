"""Where is kept what the parties told, and how they judged?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from uuid import UUID

from sqlalchemy import insert, select, text

from services.followup.model.assessment import Assessment
from services.followup.model.occurrence import Occurrence, Report
from services.followup.store.columns import among, insert_of, lists_of, rows_of
from services.followup.store.tables import assessment, commitment, occurrence, report
from services.runtime.connection import Connection

TOLD = [field.name for field in fields(Report)]
REPORT = [report.c[name] for name in TOLD]
MOVED = ("id", "state", "done", "told_on", "completed_on", "completed_told_on", "announce_on")
"""What a report changes of its occurrence."""
_SET = ", ".join(f"{name} = given.{name}" for name in MOVED if name != "id")
_TELL = text(f"""
WITH moved AS (UPDATE occurrence o SET {_SET} FROM {rows_of(occurrence, MOVED, "now_")} WHERE o.id = given.id)
{insert_of(report, TOLD)}""")  # noqa: S608  our own names
ASSESSMENT = [assessment.c[field.name] for field in fields(Assessment)]


class Reports:
    """Activity reports and assessments; both are only ever added to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, told: Iterable[Report], about: Iterable[Occurrence]) -> None:
        """Reports, and what has become of their occurrences by them: one round trip."""
        moved = sorted(about, key=lambda one: one.id.int)
        await self._connection.execute(_TELL, lists_of(told, TOLD) | lists_of(moved, MOVED, "now_"))

    async def add_assessment(self, judged: Assessment) -> None:
        values = {field.name: getattr(judged, field.name) for field in fields(judged)}
        await self._connection.execute(insert(assessment).values(values))

    async def of_occurrence(self, occurrence_id: UUID) -> list[Report]:
        query = select(*REPORT).where(report.c.occurrence_id == occurrence_id).order_by(report.c.day, report.c.told_on)
        return [Report(**row) for row in (await self._connection.execute(query)).mappings()]

    async def of_commitments(self, commitment_ids: Iterable[UUID]) -> defaultdict[UUID, list[Report]]:
        """By occurrence."""
        found: defaultdict[UUID, list[Report]] = defaultdict(list)
        query = select(*REPORT).where(among(report.c.commitment_id, commitment_ids))
        for row in (await self._connection.execute(query)).mappings():
            found[row["occurrence_id"]].append(Report(**row))
        return found

    async def of_agreement(self, agreement_id: UUID) -> list[Report]:
        mine = (commitment.c.id == report.c.commitment_id) & (commitment.c.agreement_id == agreement_id)
        query = select(*REPORT).join(commitment, mine).order_by(report.c.day, report.c.told_on)
        return [Report(**row) for row in (await self._connection.execute(query)).mappings()]

    async def assessments_of(self, agreement_id: UUID) -> list[Assessment]:
        mine = (commitment.c.id == assessment.c.commitment_id) & (commitment.c.agreement_id == agreement_id)
        query = select(*ASSESSMENT).join(commitment, mine).order_by(assessment.c.day, assessment.c.told_on)
        return [Assessment(**row) for row in (await self._connection.execute(query)).mappings()]
