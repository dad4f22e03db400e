"""Where are agreements and commitments kept, as the agreements service told of them?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, Table, bindparam, select, text, update

from schemas.agreements import AgreementState, Recurrence, Responsible, Signatory, Validity
from services.followup.model.agreement import NOT_YET_PROMISED, Agreement, Commitment, Promise
from services.followup.model.places import Scope
from services.followup.store.columns import among, named, overlaps
from services.followup.store.tables import agreement, commitment
from services.runtime.connection import Connection
from services.runtime.errors import Refused

AGREEMENT = [agreement.c[field.name] for field in fields(Agreement)]
COMMITMENT = [commitment.c[field.name] for field in fields(Commitment)]

AGREEMENTS, COMMITMENTS = TypeAdapter(list[Agreement]), TypeAdapter(list[Commitment])


def _insert(table: Table, columns: Sequence[ColumnElement[Any]]) -> str:
    """Of any number of rows, given as one JSON: pydantic and PostgreSQL are quicker with it than value by value."""
    names = ", ".join(column.name for column in columns)
    return (
        f"INSERT INTO {table.name} ({names}) "  # noqa: S608  our own names
        f"SELECT {names} FROM json_populate_recordset(NULL::{table.name}, CAST(:rows AS json))"
    )


_BEGIN = text(_insert(agreement, AGREEMENT))
_ADD = text(
    f"WITH added AS ({_insert(commitment, COMMITMENT)} RETURNING agreement_id) "  # noqa: S608
    "SELECT id AS agreement_id, state FROM agreement WHERE id IN (SELECT agreement_id FROM added)"
)


def within(column: ColumnElement[UUID], scope: Scope) -> list[ColumnElement[bool]]:
    """That the column names an agreement of these."""
    asked = [column == scope.agreement_id] if scope.agreement_id else []
    if scope.municipalities is not None:
        there = select(agreement.c.id).where(overlaps(agreement.c.municipalities, scope.municipalities))
        asked.append(column.in_(there))
    return asked


class Promises:
    """What has been promised."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def begin(self, drafted: list[Agreement]) -> None:
        await self._connection.execute(_BEGIN, {"rows": AGREEMENTS.dump_json(drafted).decode()})

    async def save(self, changed: Agreement) -> None:
        await self._connection.execute(update(agreement).where(agreement.c.id == changed.id).values(_columns(changed)))

    async def note_signatories(self, agreement_id: UUID, signatories: tuple[Signatory, ...]) -> None:
        mine = agreement.c.id == agreement_id
        await self._connection.execute(update(agreement).where(mine).values(signatories=signatories))

    async def add(self, added: list[Commitment]) -> dict[UUID, AgreementState]:
        """Also tells their agreements' states, so that taking in long drafts costs one round trip."""
        kept = await self._connection.execute(_ADD, {"rows": COMMITMENTS.dump_json(added).decode()})
        return {row.agreement_id: AgreementState(row.state) for row in kept}

    async def agreement(self, agreement_id: UUID) -> Agreement:
        found = await self._connection.execute(select(*AGREEMENT).where(agreement.c.id == agreement_id))
        return Agreement(**found.mappings().one())

    async def take_agreement(self, agreement_id: UUID) -> Agreement:
        """To change what all its commitments go by: until this transaction ends, none is added to it."""
        query = select(*AGREEMENT).where(agreement.c.id == agreement_id).with_for_update()
        return Agreement(**(await self._connection.execute(query)).mappings().one())

    async def promised(self, municipalities: Iterable[str] | None = None) -> list[Agreement]:
        """Every agreement that has been signed at some time: of these municipalities, or of all."""
        query = select(*AGREEMENT).where(agreement.c.state.not_in(NOT_YET_PROMISED))
        if municipalities is not None:
            query = query.where(overlaps(agreement.c.municipalities, municipalities))
        return [
            Agreement(*row) for row in await self._connection.execute(query.order_by(agreement.c.slug, agreement.c.id))
        ]

    async def validities(self, agreement_ids: Iterable[UUID]) -> dict[UUID, Validity]:
        query = select(agreement.c.id, agreement.c.validity).where(among(agreement.c.id, agreement_ids))
        return {row.id: row.validity for row in await self._connection.execute(query)}

    async def agreements(self, ids: Iterable[UUID]) -> dict[UUID, Agreement]:
        rows = await self._connection.execute(select(*AGREEMENT).where(among(agreement.c.id, ids)))
        return {row.id: Agreement(*row) for row in rows}

    async def agreement_named(self, ref: str, asker: str | None = None) -> Agreement:
        """Raises Refused when there is none, or more than one, or the asker does not see it."""
        what = f"Överenskommelsen {ref}"
        return _seen(Agreement(**await self._one(select(*AGREEMENT).where(named(agreement, ref)), what)), asker, what)

    async def commitments_of(self, agreement_id: UUID) -> list[Commitment]:
        """In the order they were added."""
        query = select(*COMMITMENT).where(commitment.c.agreement_id == agreement_id).order_by(commitment.c.number)
        return [Commitment(*row) for row in await self._connection.execute(query)]

    async def commitments_in(self, agreement_ids: Iterable[UUID]) -> defaultdict[UUID, list[Commitment]]:
        """By agreement, in the order they were added."""
        query = select(*COMMITMENT).where(among(commitment.c.agreement_id, agreement_ids)).order_by(commitment.c.number)
        found: defaultdict[UUID, list[Commitment]] = defaultdict(list)
        for row in await self._connection.execute(query):
            one = Commitment(*row)
            found[one.agreement_id].append(one)
        return found

    async def promise_named(self, ref: str, asker: str | None = None) -> Promise:
        """The commitment and its agreement. Raises Refused as `agreement_named` does."""
        what = f"Åtagandet {ref}"
        found = Commitment(**await self._one(select(*COMMITMENT).where(named(commitment, ref)), what))
        return Promise(_seen(await self.agreement(found.agreement_id), asker, what), found)

    async def of(self, commitment_ids: Iterable[UUID]) -> dict[UUID, Promise]:
        """The promises by the commitments' ids; two questions, however many there are."""
        ids = sorted(set(commitment_ids))
        rows = await self._connection.execute(select(*COMMITMENT).where(among(commitment.c.id, ids)))
        commitments = [Commitment(*row) for row in rows]
        agreements = await self.agreements({one.agreement_id for one in commitments})
        return {one.id: Promise(agreements[one.agreement_id], one) for one in commitments}

    async def change_rule(self, commitment_id: UUID, recurrence: Recurrence) -> None:
        await self._change(commitment_id, recurrence=recurrence)

    async def reassign(self, commitment_id: UUID, responsible: tuple[Responsible, ...]) -> None:
        await self._change(commitment_id, responsible=responsible)

    async def cancel(self, commitment_id: UUID) -> None:
        await self._change(commitment_id, cancelled=True, planned_until=None)

    async def save_commitment(self, changed: Commitment) -> None:
        await self._change(changed.id, **_columns(changed))

    async def carry_over(self, commitment_ids: Iterable[UUID]) -> None:
        """These were promised in an agreement before."""
        going_on = update(commitment).where(among(commitment.c.id, commitment_ids))
        await self._connection.execute(going_on.values(carried_over=True))

    async def stop_planning(self, agreement_id: UUID) -> None:
        """Nothing more falls due under it."""
        ended = update(commitment).where(commitment.c.agreement_id == agreement_id)
        await self._connection.execute(ended.values(planned_until=None))

    async def note_planned(self, until: dict[UUID, date | None]) -> None:
        """How far each commitment is planned; None: to its end."""
        if not until:
            return
        statement = update(commitment).where(commitment.c.id == bindparam("key"))
        rows = [{"key": key, "planned_until": day} for key, day in sorted(until.items())]
        await self._connection.execute(statement, rows)

    async def hold(self, commitment_ids: Iterable[UUID]) -> None:
        """Nobody else plans these until this transaction ends; parties may still report and judge."""
        query = select(commitment.c.id).where(among(commitment.c.id, commitment_ids)).order_by(commitment.c.id)
        await self._connection.execute(query.with_for_update(key_share=True))

    async def take_next_to_plan(self, until: date, limit: int) -> Sequence[UUID]:
        """Commitments that are not planned as far as `until`; each is handed to one process only."""
        query = (
            select(commitment.c.id)
            .where(commitment.c.planned_until < until)
            .order_by(commitment.c.planned_until, commitment.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True, key_share=True)
        )
        return (await self._connection.execute(query)).scalars().all()

    async def _change(self, commitment_id: UUID, **values: object) -> None:
        await self._connection.execute(update(commitment).where(commitment.c.id == commitment_id).values(values))

    async def _rows(self, query: Select[Any]) -> Sequence[dict[str, Any]]:
        found = await self._connection.execute(query)
        return found.mappings().all()

    async def _one(self, query: Select[Any], what: str) -> dict[str, Any]:
        rows = await self._rows(query.limit(2))
        if not rows:
            raise Refused(_gone(what))
        if len(rows) > 1:
            raise Refused(f"{what} finns på flera ställen. Ange dess id i stället.")
        return rows[0]


def _seen(found: Agreement, asker: str | None, what: str) -> Agreement:
    if not found.is_visible_to(asker):
        raise Refused(_gone(what))
    return found


def _gone(what: str) -> str:
    return f"{what} finns inte."


def _columns(value: Agreement | Commitment) -> dict[str, Any]:
    """But for its id: a statement that names it waits for all who point to the row, and they for it."""
    return {field.name: getattr(value, field.name) for field in fields(value) if field.name != "id"}
