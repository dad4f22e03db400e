"""Which agreements are there for whom, and which stand under which?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, func, or_, select, text

from schemas.agreements import AgreementLine, AgreementState, AgreementType
from schemas.geography import counties_of
from services.agreements.store.tables import agreement, agreement_municipality, commitment
from services.runtime.connection import Connection
from services.runtime.rows import Row

_LINE = [column for column in agreement.c if column.name not in {"document", "life"}]
_ANCESTORS = text("""
WITH RECURSIVE above AS (
  SELECT parent_id AS id FROM agreement WHERE id = :id
  UNION
  SELECT a.parent_id FROM agreement a JOIN above ON a.id = above.id)
SELECT id FROM above WHERE id IS NOT NULL""").bindparams(bindparam("id", type_=Uuid))


class Lines:
    """`asker`: the organisation that asks sees what has been shared, and its own drafts; None sees all."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def among(self, county: str | None, municipality: str | None, asker: str | None) -> list[AgreementLine]:
        codes = agreement_municipality.c.code
        concerned = select(agreement_municipality.c.agreement_id)
        concerned = concerned.where(codes == municipality) if municipality else concerned
        concerned = concerned.where(codes.startswith(county)) if county else concerned
        return await self._lines(agreement.c.id.in_(concerned), asker)

    async def of(self, agreement_id: UUID | None, asker: str | None = None) -> AgreementLine | None:
        found = await self._lines(agreement.c.id == agreement_id, asker) if agreement_id else []
        return found[0] if found else None

    async def children_of(self, agreement_id: UUID, asker: str | None = None) -> list[AgreementLine]:
        return await self._lines(agreement.c.parent_id == agreement_id, asker)

    async def ancestors_of(self, agreement_id: UUID) -> set[UUID]:
        """Those above it, however many."""
        return set(await self._connection.scalars(_ANCESTORS, {"id": agreement_id}))

    async def _lines(self, which: ColumnElement[bool], asker: str | None) -> list[AgreementLine]:
        question = select(*_LINE, _codes(), _promises()).where(which).order_by(agreement.c.slug)
        if asker is not None:
            question = question.where(or_(agreement.c.shared_on.is_not(None), agreement.c.drafted_by == asker))
        return [_line(row) for row in await self._connection.execute(question)]


def _codes() -> ColumnElement[Sequence[str]]:
    own = select(func.array_agg(agreement_municipality.c.code))
    return own.where(agreement_municipality.c.agreement_id == agreement.c.id).scalar_subquery().label("codes")


def _promises() -> ColumnElement[int]:
    own = select(func.count()).select_from(commitment)
    return own.where(commitment.c.agreement_id == agreement.c.id).scalar_subquery().label("promises")


def _line(row: Row) -> AgreementLine:
    codes = tuple(sorted(row.codes))
    return AgreementLine(
        id=row.id,
        slug=row.slug,
        type=AgreementType(row.type),
        title=row.title,
        state=AgreementState(row.state),
        municipalities=codes,
        counties=tuple(counties_of(codes)),
        since=row.since,
        until=row.until,
        commitments=row.promises,
        plan_year=row.plan_year,
    )
