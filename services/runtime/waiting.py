"""Where do events wait that cannot be applied yet? In the database: held until their turn, stuck until they succeed.

An aggregate whose event failed is tried again after growing delays and then parked; later events of it wait behind,
all other aggregates go on. Delays are real time by PostgreSQL's clock, since a fast domain clock must not burn tries.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import text

from services.runtime.connection import Connection
from services.runtime.letters import Heard

DELAYS = (1, 5, 30, 120)
"""Seconds before the second, third, fourth and fifth try; after the fifth the aggregate is parked."""
_COLUMNS = ("producer", "about", "sequence", "id", "subject", "body", "occurred_at", "trace")

_MOVE = text("""
WITH came AS (
  SELECT * FROM unnest(CAST(:producers AS text[]), CAST(:abouts AS text[]), CAST(:firsts AS bigint[]),
    CAST(:lasts AS bigint[])) AS c(producer, about, first, last)
  WHERE NOT EXISTS (SELECT FROM stuck s WHERE s.producer = c.producer AND s.about = c.about)),
moved AS (
  UPDATE watermark w SET sequence = c.last FROM came c
  WHERE w.producer = c.producer AND w.about = c.about AND w.sequence = c.first - 1 RETURNING w.producer, w.about),
begun AS (
  INSERT INTO watermark SELECT producer, about, last FROM came WHERE first = 1
  ON CONFLICT DO NOTHING RETURNING producer, about)
SELECT m.producer, m.about,
  EXISTS (SELECT FROM held_event h WHERE h.producer = m.producer AND h.about = m.about) AS holds
FROM (TABLE moved UNION ALL TABLE begun) m""")
_STAND = text("""
SELECT a.producer, a.about, coalesce(w.sequence, 0) AS mark, s.producer IS NOT NULL AS stuck,
       EXISTS (SELECT 1 FROM held_event h WHERE h.producer = a.producer AND h.about = a.about) AS holds
FROM unnest(CAST(:producers AS text[]), CAST(:abouts AS text[])) AS a(producer, about)
LEFT JOIN watermark w USING (producer, about) LEFT JOIN stuck s USING (producer, about)""")
_MARK = text("""
INSERT INTO watermark AS w SELECT * FROM unnest(CAST(:producers AS text[]), CAST(:abouts AS text[]),
  CAST(:marks AS bigint[]))
ON CONFLICT (producer, about) DO UPDATE SET sequence = excluded.sequence
WHERE w.sequence = (CAST(:was AS bigint[]))[array_position(CAST(:keys AS text[]),
  w.producer || ' ' || w.about)]
RETURNING 1""")
_HOLD = text("""
INSERT INTO held_event (producer, about, sequence, id, subject, body, occurred_at, trace)
VALUES (:producer, :about, :sequence, :id, :subject, :body, :occurred_at, :trace) ON CONFLICT DO NOTHING""")
_NEXT_HELD = text("""
SELECT producer, about, sequence, id, subject, body, occurred_at, trace FROM held_event h
WHERE producer = :producer AND about = :about AND sequence > coalesce(
  (SELECT sequence FROM watermark w WHERE w.producer = h.producer AND w.about = h.about), 0)
ORDER BY sequence LIMIT 1""")
_RELEASE = text("DELETE FROM held_event WHERE producer = :producer AND about = :about AND sequence <= :mark")
_TRIPPED = text("""
INSERT INTO stuck (producer, about, attempts, not_before, error)
VALUES (:producer, :about, 1, now() + make_interval(secs => :first), :error)
ON CONFLICT (producer, about) DO UPDATE SET attempts = stuck.attempts + 1, error = excluded.error,
  not_before = now() + make_interval(secs => (CAST(:delays AS float[]))[least(stuck.attempts + 1, :most)]),
  parked_at = CASE WHEN stuck.attempts >= :most THEN now() END""")
_PARK = text("""
INSERT INTO stuck VALUES (:producer, :about, 1, now(), now(), :error) ON CONFLICT DO NOTHING""")
_FREE = text("DELETE FROM stuck WHERE producer = :producer AND about = :about")
_DUE = text("""
SELECT producer, about FROM stuck WHERE parked_at IS NULL AND not_before <= now()
UNION
SELECT h.producer, h.about FROM held_event h
LEFT JOIN watermark w USING (producer, about) LEFT JOIN stuck s USING (producer, about)
WHERE s.producer IS NULL AND h.sequence = coalesce(w.sequence, 0) + 1
LIMIT 100""")


class Overtaken(OSError):
    """Another process applied the same events meanwhile. A passing fault: undo, and look again."""


Stand = tuple[int, bool, bool]
"""How far an aggregate is applied, whether it is stuck, whether events of it are held."""


async def move(connection: Connection, spans: Mapping[tuple[str, str], tuple[int, int]]) -> dict[tuple[str, str], bool]:
    """Move the watermarks that stand right before these events, first to last; whether others are held of each.

    An aggregate that is stuck, or stands elsewhere, is left as it is and not in the answer.
    """
    named = {
        "producers": [producer for producer, _ in spans],
        "abouts": [about for _, about in spans],
        "firsts": [first for first, _ in spans.values()],
        "lasts": [last for _, last in spans.values()],
    }
    return {(row.producer, row.about): row.holds for row in await connection.execute(_MOVE, named)}


async def stands(connection: Connection, aggregates: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Stand]:
    rows = await connection.execute(
        _STAND, {"producers": [producer for producer, _ in aggregates], "abouts": [about for _, about in aggregates]}
    )
    return {(row.producer, row.about): (row.mark, row.stuck, row.holds) for row in rows}


async def set_marks(connection: Connection, moves: Mapping[tuple[str, str], tuple[int, int]]) -> None:
    """Move watermarks, each from what it was read as. Raises Overtaken if another process moved one meanwhile."""
    if not moves:
        return
    named = {
        "producers": [producer for producer, _ in moves],
        "abouts": [about for _, about in moves],
        "keys": [f"{producer} {about}" for producer, about in moves],
        "was": [was for was, _ in moves.values()],
        "marks": [mark for _, mark in moves.values()],
    }
    if len(await connection.execute(_MARK, named)) != len(moves):
        raise Overtaken


async def hold(connection: Connection, events: Sequence[Heard]) -> None:
    if events:
        await connection.execute(_HOLD, [{c: getattr(event, c) for c in _COLUMNS} for event in events])


async def next_held(connection: Connection, aggregate: tuple[str, str]) -> Heard | None:
    """The first held event beyond the watermark; perhaps not the next one."""
    found = await connection.execute(_NEXT_HELD, {"producer": aggregate[0], "about": aggregate[1]})
    row = found.mappings().first()
    return Heard(**row) if row else None


async def release(connection: Connection, aggregate: tuple[str, str], mark: int) -> None:
    """Forget held events up to the watermark, and that the aggregate was stuck."""
    names = {"producer": aggregate[0], "about": aggregate[1]}
    await connection.execute(_RELEASE, names | {"mark": mark})
    await connection.execute(_FREE, names)


async def trip(connection: Connection, aggregate: tuple[str, str], error: str) -> None:
    """Note that the aggregate's next event failed once more."""
    delays = [float(delay) for delay in DELAYS]
    names = {"producer": aggregate[0], "about": aggregate[1], "error": error}
    await connection.execute(_TRIPPED, names | {"first": delays[0], "delays": delays, "most": len(DELAYS)})


async def park(connection: Connection, aggregate: tuple[str, str], error: str) -> None:
    """Park at once what no further try can help."""
    await connection.execute(_PARK, {"producer": aggregate[0], "about": aggregate[1], "error": error})


async def due(connection: Connection) -> list[tuple[str, str]]:
    """Aggregates to try again now: whose delay is over, or whose gap has been filled."""
    return [(row.producer, row.about) for row in await connection.execute(_DUE)]
