"""Where are agreements kept, with what they promise?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from asyncpg import UniqueViolationError
from sqlalchemy import ARRAY, ColumnElement, Select, Text, Uuid, any_, bindparam, delete, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert

from schemas.agreements import AgreementState, Validity
from services.agreements.model import Agreement, Commitment
from services.agreements.store.tables import agreement, agreement_municipality, commitment
from services.runtime.connection import Connection
from services.runtime.errors import Refused
from services.runtime.rows import Row

_STAND = insert(agreement)
_STAND = _STAND.on_conflict_do_update(
    index_elements=["id"],
    set_={column.name: _STAND.excluded[column.name] for column in agreement.c if column.name != "id"},
)
PROMISE = ("id", "slug", "agreement_id", "place", "entry", "cancelled", "fate")
_PROMISE = text("""
INSERT INTO commitment AS known (id, slug, agreement_id, place, entry, cancelled, fate)
SELECT * FROM unnest(CAST(:id AS uuid[]), CAST(:slug AS text[]), CAST(:agreement_id AS uuid[]),
  CAST(:place AS integer[]), CAST(:entry AS jsonb[]), CAST(:cancelled AS boolean[]),
  CAST(:fate AS jsonb[]))
ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, place = excluded.place, entry = excluded.entry,
  cancelled = excluded.cancelled, fate = excluded.fate
WHERE known.agreement_id = excluded.agreement_id
RETURNING id""")
_ANSWERING = text("""
SELECT DISTINCT CAST(one ->> 'function_id' AS uuid) AS id
FROM commitment, jsonb_array_elements(CAST(entry AS jsonb) -> 'responsible') AS one
WHERE agreement_id = :id""").columns(id=Uuid)
_PROMISED = select(commitment).where(commitment.c.agreement_id == any_(bindparam("ids", type_=ARRAY(Uuid))))
_PROMISED = _PROMISED.order_by(commitment.c.place)

_TAKE = select(agreement).where(
    or_(
        agreement.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))),
        agreement.c.slug == any_(bindparam("slugs", type_=ARRAY(Text))),
    )
)
_TAKE = _TAKE.order_by(agreement.c.id).with_for_update()


class Agreements:
    """`take` locks an agreement until the work is committed; `find` only reads it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def take(self, ref: str) -> Agreement | None:
        return (await self.take_all([ref]))[0]

    async def take_all(self, refs: Sequence[str]) -> list[Agreement | None]:
        """What each is called by, in their order; locked in the order of their ids."""
        meant = [_meant(ref) for ref in refs]
        ids = [value for value in meant if isinstance(value, UUID)]
        slugs = [value for value in meant if isinstance(value, str)]
        taken = await self._all(_TAKE, {"ids": ids, "slugs": slugs})
        found: dict[UUID | str, Agreement] = {key: one for one in taken for key in (one.id, one.document.slug)}
        return [found.get(value) for value in meant]

    async def find(self, ref: str, *, promises: bool = True) -> Agreement | None:
        """Without `promises`, as one that promises nothing: to be read, never to be written."""
        if promises:
            return await self._one(_named(agreement, ref), lock=False)
        row = (await self._connection.execute(select(agreement).where(_named(agreement, ref)))).first()
        return _agreement(row, ()) if row else None

    async def answering(self, agreement_id: UUID) -> set[UUID]:
        """The functions that answer for something in it, by id, without reading what."""
        return set(await self._connection.scalars(_ANSWERING, {"id": agreement_id}))

    async def take_promising(self, ref: str) -> tuple[Agreement, UUID] | None:
        """The agreement that a commitment belongs to, and the commitment's id."""
        question = select(commitment.c.id, commitment.c.agreement_id).where(_named(commitment, ref))
        found = (await self._connection.execute(question)).first()
        if found is None:
            return None
        known = await self._one(agreement.c.id == found.agreement_id, lock=True)
        return (known, found.id) if known else None

    async def take_due_to_change(self, today: date, page: int = 200) -> list[Agreement]:
        """Those that the calendar moves by `today`, longest waiting first, but none that another process holds."""
        waiting = select(agreement).where(agreement.c.next_change <= today)
        waiting = waiting.order_by(agreement.c.next_change).limit(page).with_for_update(skip_locked=True)
        return await self._all(waiting)

    async def queue_up(self, slug: str) -> None:
        """Wait until nobody else is beginning an agreement of that name; held until the work is committed."""
        await self._connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(slug, 0))))

    async def add(self, new: Agreement) -> None:
        """Raises Refused when there is one of that id: whoever came first is not written over."""
        begun = insert(agreement).values(_row(new)).on_conflict_do_nothing(index_elements=["id"])
        if not await self._connection.scalar(begun.returning(agreement.c.id)):
            raise Refused(f"Fältet id: det finns redan en överenskommelse med id {new.id}.")
        await self._promise(_promises_of(new))
        await self._connection.execute(insert(agreement_municipality), _places(new))

    async def move(self, changed: Agreement) -> None:
        """Write which municipalities it is for."""
        gone = delete(agreement_municipality).where(agreement_municipality.c.agreement_id == changed.id)
        await self._connection.execute(gone)
        await self._connection.execute(insert(agreement_municipality), _places(changed))

    async def save(self, changed: Sequence[Agreement]) -> None:
        """Write how these stand, but not what they promise."""
        await self._connection.execute(_STAND, [_row(one) for one in changed])

    async def save_all_promises(self, changed: Agreement) -> None:
        await self._promise(_promises_of(changed))

    async def save_promises(self, changed: Iterable[tuple[Agreement, UUID]]) -> None:
        """Write single commitments, new or changed; how their agreements stand is as it was."""
        await self._promise(row for one, key in changed for row in _promises_of(one) if row["id"] == key)

    async def _promise(self, rows: Iterable[dict[str, object]]) -> None:
        """Raises Refused when another agreement has a commitment of that name or id."""
        lists = {name: list(values) for name, *values in zip(PROMISE, *(row.values() for row in rows), strict=True)}
        try:
            kept = set(await self._connection.scalars(_PROMISE, lists))
        except UniqueViolationError as taken:
            if taken.constraint_name != "commitment_slug_key":
                raise
            raise _elsewhere("som heter", str(taken.detail).partition(")=(")[2].rpartition(")")[0]) from taken
        for id_ in lists["id"]:
            if id_ not in kept:
                raise _elsewhere("med id", id_)

    async def _one(self, named: ColumnElement[bool], *, lock: bool) -> Agreement | None:
        question = select(agreement).where(named)
        found = await self._all(question.with_for_update() if lock else question)
        return found[0] if found else None

    async def _all(self, question: Select[Any], values: dict[str, Any] | None = None) -> list[Agreement]:
        rows = (await self._connection.execute(question, values)).all()
        promised: defaultdict[UUID, list[Commitment]] = defaultdict(list)
        for one in await self._connection.execute(_PROMISED, {"ids": [row.id for row in rows]}):
            promised[one.agreement_id].append(Commitment(one.agreement_id, one.entry, one.cancelled, one.fate))
        return [_agreement(row, tuple(promised[row.id])) for row in rows]


def _meant(ref: str) -> UUID | str:
    """A person names a thing by its id or by its slug."""
    try:
        return UUID(ref)
    except ValueError:
        return ref.replace("\0", "")  # PostgreSQL takes no NUL, and no slug holds one


def _named(table: Any, ref: str) -> ColumnElement[bool]:  # noqa: ANN401
    value = _meant(ref)
    named: ColumnElement[bool] = table.c["id" if isinstance(value, UUID) else "slug"] == value
    return named


def _agreement(row: Row, commitments: tuple[Commitment, ...]) -> Agreement:
    return Agreement(
        document=row.document,
        state=AgreementState(row.state),
        validity=Validity(since=row.since, until=row.until),
        commitments=commitments,
        shared_on=row.shared_on,
        signed_on=row.signed_on,
        drafted_by=row.drafted_by,
        life=row.life,
    )


def _row(one: Agreement) -> dict[str, object]:
    return {
        "id": one.id,
        "slug": one.document.slug,
        "type": one.document.type.value,
        "title": one.document.title,
        "state": one.state.value,
        "since": one.validity.since,
        "until": one.validity.until,
        "shared_on": one.shared_on,
        "signed_on": one.signed_on,
        "next_change": one.next_change,
        "document": one.document,
        "parent_id": one.document.parent_id,
        "plan_year": one.document.plan_year,
        "drafted_by": one.drafted_by,
        "life": one.life,
    }


def _promises_of(one: Agreement) -> list[dict[str, object]]:
    return [
        {
            "id": kept.entry.id,
            "slug": kept.entry.slug,
            "agreement_id": one.id,
            "place": place,
            "entry": kept.entry.model_dump_json(),
            "cancelled": kept.cancelled,
            "fate": kept.fate.model_dump_json() if kept.fate else "null",
        }
        for place, kept in enumerate(one.commitments, start=1)
    ]


def _places(one: Agreement) -> list[dict[str, object]]:
    return [{"agreement_id": one.id, "code": code} for code in one.document.municipalities]


def _elsewhere(known_by: str, name: object) -> Refused:
    return Refused(f"Fältet commitments: ett åtagande {known_by} {name} finns redan i en annan överenskommelse.")
