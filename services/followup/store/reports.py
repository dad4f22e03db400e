"""Where is kept what the parties told, and how they judged?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from services.followup.model.assessment import Assessment
from services.followup.model.occurrence import Occurrence, Report
from services.followup.store.columns import among
from services.followup.store.tables import assessment, commitment, occurrence, report
from services.runtime.connection import Connection

REPORT = [report.c[field.name] for field in fields(Report)]
MOVED = ("state", "done", "told_on", "completed_on", "completed_told_on", "announce_on")
"""What a report changes of its occurrence."""
_MOVE = update(occurrence).where(occurrence.c.id == bindparam("occurrence_id"))
_MOVE = _MOVE.values({name: bindparam(f"now_{name}", type_=occurrence.c[name].type) for name in MOVED})
_TELL = insert(report).values({name: bindparam(name, type_=report.c[name].type) for name in report.c.keys()})  # noqa: SIM118
_TELL = _TELL.add_cte(_MOVE.cte("moved"))
ASSESSMENT = [assessment.c[field.name] for field in fields(Assessment)]


class Reports:
    """Activity reports and assessments; both are only ever added to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, told: Report, about: Occurrence) -> None:
        """A report, and what has become of its occurrence by it: one round trip."""
        values = {field.name: getattr(told, field.name) for field in fields(told)}
        moved = {f"now_{name}": getattr(about, name) for name in MOVED}
        await self._connection.execute(_TELL, values | moved)

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
