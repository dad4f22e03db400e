"""Ten years that nobody lived: tables, ledgers and chained logs as a decade would have left them, written set-wise.

Seeded, not lived. The chains are real: each hash follows from the one before by the database's own event_hash() or
append_events(), and `verify` can walk them. The events are in no stream, as if ten years' streams had been purged. Each
municipality had an agreement a year, each commitment an occurrence, three reminders, four reports and a completion.
"""

import asyncio
from collections.abc import Mapping
from datetime import date
from uuid import UUID

import asyncpg

from schemas.agreements import CommitmentAdded
from schemas.base import Event, Party
from schemas.followup import ActivityReported, OccurrenceCompleted, OccurrencesPlanned, ReminderDue
from schemas.followup.parts import PlannedOccurrence, Rung
from schemas.notifier import ReminderSent
from tests.bench.world import World
from tests.builders import a_commitment

YEARS, MUNICIPALITIES, FUNCTIONS, REPORTS = range(2016, 2026), 290, 69, 4
RUNGS = (Rung.T_MINUS_28, Rung.T_MINUS_7, Rung.T_PLUS_1)
PER_OCCURRENCE = len(RUNGS) + REPORTS + 1
KEEPERS = ("agreements", "followup", "notifier")
ID, AGREEMENT, FUNCTION, OCCURRENCE, OTHER = (UUID(int=number) for number in range(1, 6))
PATTERN = {ID: "s.id", AGREEMENT: "s.agreement", FUNCTION: "s.function", OCCURRENCE: "s.occurrence", OTHER: "s.other"}
"""What stands in a pattern for what differs from row to row."""
DAY = date(2020, 12, 31)
OLD = """
CREATE UNLOGGED TABLE seed AS
SELECT m, y, n, md5(format('%s/%s', m, y))::uuid AS agreement, md5(format('%s/%s/%s', m, y, n))::uuid AS id,
  md5(format('%s/%s/%s/o', m, y, n))::uuid AS occurrence, md5(format('f/%s/%s', m, n % FUNCTIONS))::uuid AS function,
  md5(format('%s/%s/%s/x', m, y, n))::uuid AS other, make_timestamptz(y, 6, 1, 8, 0, 0, 'UTC') AS at,
  make_date(y, 1, 1) AS starts, make_date(y, 12, 31) AS ends, format('seed-%s-%s-%s', m, y, n) AS slug
FROM generate_series(1, MUNICIPALITIES) m, generate_series(FIRST, LAST) y, generate_series(1, MANY) n"""
SETTLED = """
TRUNCATE event_queue;
INSERT INTO event_position (position, seq, stream, stream_seq)
SELECT row_number() OVER (ORDER BY seq), seq, 'EVENTS', 0 FROM event_log;
DROP TABLE seed"""
AGREEMENTS = """
INSERT INTO agreement (id, slug, type, title, state, since, until, signed_on, document)
  SELECT DISTINCT agreement, format('seed-%s-%s', m, y), 'citizen_promise', 'Löften', 'expired', starts, ends, starts,
  '{}'::jsonb FROM seed;
INSERT INTO commitment (id, slug, agreement_id, place, entry, cancelled)
  SELECT s.id, s.slug, s.agreement, s.n, (ENTRY)::jsonb, false FROM seed s"""
SAID = """
SELECT append_events(array_agg(md5(s.id || '/added')::uuid ORDER BY n), array_agg('agreement/' || s.agreement),
  array_agg('SUBJECT'::text), array_agg('SUBJECT'::text), array_agg(BODY ORDER BY n), min(s.at), array_agg(s.id),
  array_agg(''::text)) FROM seed s WHERE y = $1 GROUP BY s.agreement"""
FOLLOWED = """
INSERT INTO agreement (id, slug, type, title, state, municipalities, police_areas, registration_numbers, validity,
  review, focus_areas, coordinators)
  SELECT DISTINCT agreement, format('seed-%s-%s', m, y), 'citizen_promise', 'Löften', 'expired', '{2506}'::text[],
  '{}'::text[], '{}'::jsonb, format('{"since": "%s", "until": "%s"}', starts, ends)::jsonb, '{}'::jsonb, '[]'::jsonb,
  '[]'::jsonb FROM seed;
INSERT INTO commitment (id, agreement_id, slug, focus_area, text, recurrence, responsible, public, cancelled)
  SELECT s.id, s.agreement, s.slug, 'trygghet', 'Trygghetsvandring',
  '{"kind": "count", "min": 4, "window": "year"}'::jsonb,
  format('[{"function_id": "%s", "party": "police", "role": "kommunpolis"}]', s.function)::jsonb, true, false
  FROM seed s;
INSERT INTO occurrence (id, slug, commitment_id, agreement_id, starts, ends, due, target, planned_on, by_horizon,
  state, done, due_version, overdue_version, told_on, completed_on, completed_told_on, cancel_reason, cancel_forum)
  SELECT occurrence, slug || '/' || y, id, agreement, starts, ends, ends, REPORTS, starts, true, 'completed',
  REPORTS, 1, 0, ends, ends, ends, '', '' FROM seed;
INSERT INTO ladder (occurrence_id, due_version, rungs, outcomes)
  SELECT occurrence, 1, json_agg(json_build_object('rung', rung, 'day', ends, 'to', 'responsible')),
  json_agg(json_build_object('state', 'fired', 'reason', ''))
  FROM seed, unnest('{RUNGS}'::text[]) rung GROUP BY occurrence;
INSERT INTO report (id, occurrence_id, commitment_id, party, count, day, told_on, comment)
  SELECT md5(occurrence || 'report' || nr)::uuid, occurrence, id, 'police', 1, ends, ends, 'Gjort.'
  FROM seed, generate_series(1, REPORTS) nr;
INSERT INTO command_done (command_id, subject, fingerprint, refused, done_at)
  SELECT md5(occurrence || 'command' || nr)::uuid, 'command.followup.report-activity.v1', sha256(slug::bytea), '', at
  FROM seed, generate_series(1, REPORTS) nr;
INSERT INTO watermark (producer, about, sequence)
  SELECT 'agreements', 'agreement/' || agreement, count(*) FROM seed GROUP BY agreement"""
NOTICED = """
INSERT INTO notice (id, occurrence_id, function_id, role, rung, due_version, state, phase, attempts, mail_id,
  message_id, not_before, retry_at, heard_at, created_at, changed_at)
  SELECT md5(other || rung)::uuid, occurrence, function, 'kommunpolis', rung, 1, 'sent', 'claimed', 1,
  md5(other || rung || 'mail')::uuid, format('<r.%s@example.se>', md5(other || rung)), at, at, at, at, at
  FROM seed, unnest('{RUNGS}'::text[]) rung;
INSERT INTO attempt (notice_id, number, phase, mail_id, at)
  SELECT md5(other || rung)::uuid, 1, phase, md5(other || rung || 'mail')::uuid, at
  FROM seed, unnest('{RUNGS}'::text[]) rung, unnest('{claimed,dot,accepted}'::text[]) phase;
INSERT INTO mailed_day (mailbox_hash, day, mail_id)
  SELECT DISTINCT md5(function::text), starts + place::int, function
  FROM seed, unnest('{RUNGS}'::text[]) WITH ORDINALITY r (rung, place);
INSERT INTO watermark (producer, about, sequence)
  SELECT 'agreements', 'agreement/' || agreement, count(*) FROM seed GROUP BY agreement
  UNION ALL SELECT 'followup', 'commitment/' || id, 1 FROM seed
  UNION ALL SELECT 'followup', 'occurrence/' || occurrence, PER_OCCURRENCE FROM seed"""


def pattern(text: str, columns: Mapping[UUID, str] = PATTERN) -> str:
    """SQL that gives this text with each row's own ids in it."""
    told = "'" + text.replace("'", "''") + "'"
    for value, column in columns.items():
        told = f"replace({told}, '{value}', {column}::text)" if str(value) in text else told
    return told


def chains(source: str, said: list[Event]) -> str:
    """Inserts for every aggregate that `source` selects these events, each chained to the one before."""
    steps = []
    for nr, event in enumerate(said, 1):
        before = f"h{nr - 1}.hash" if nr > 1 else "''::bytea"
        steps.append(f"""
        CROSS JOIN LATERAL (SELECT md5(s.about || '/{nr}')::uuid AS id, {pattern(event.model_dump_json())} AS body
          OFFSET 0) e{nr}
        CROSS JOIN LATERAL (SELECT event_hash({before}, e{nr}.id, s.about, {nr}, '{event.subject}', s.at, e{nr}.id,
          e{nr}.body) AS hash OFFSET 0) h{nr}""")
    kind = said[0].about.partition("/")[0]
    rows = ", ".join(f"({nr}, e{nr}.id, e{nr}.body, h{nr}.hash, '{one.subject}')" for nr, one in enumerate(said, 1))
    return f"""
    INSERT INTO event_log (id, about, sequence, subject, subjects, body, occurred_at, cause, trace, hash)
      SELECT v.id, s.about, v.nr, v.subject, ARRAY[v.subject], v.body, s.at, v.id, '', v.hash
      FROM ({source}) s {"".join(steps)} CROSS JOIN LATERAL (VALUES {rows}) v (nr, id, body, hash, subject);
    INSERT INTO event_head (about, sequence, hash)
      SELECT about, sequence, hash FROM event_log WHERE sequence = {len(said)} AND about LIKE '{kind}/%'"""  # noqa: S608


async def seed(system: World, many: int) -> dict[str, int]:
    """So many commitments per municipality and year, before any service runs; the events of each log."""
    await asyncio.gather(_agreements(system, many), _followup(system, many), _notifier(system, many))
    return {name: await system.pool(name).fetchval("SELECT count(*) FROM event_log") for name in KEEPERS}


async def _agreements(system: World, many: int) -> None:
    entry = a_commitment("seed-slug").model_copy(update={"id": ID}).model_dump_json()
    added = CommitmentAdded(
        agreement_id=AGREEMENT, commitment_id=ID, **a_commitment("seed-slug").model_dump(exclude={"id", "references"})
    )
    async with system.pool("agreements").acquire() as connection:
        await connection.execute(_filled(OLD, many))
        await connection.execute(_filled(AGREEMENTS, many, ENTRY=pattern(entry)))
        for year in YEARS:
            body = pattern(added.model_dump_json())
            await connection.execute(_filled(SAID, many, BODY=body, SUBJECT=added.subject), year)
        await _end(connection)


async def _followup(system: World, many: int) -> None:
    occurrence = {"occurrence_id": OCCURRENCE, "commitment_id": ID, "agreement_id": AGREEMENT}
    planned = PlannedOccurrence(id=OCCURRENCE, slug="seed-slug/2020", starts=DAY, ends=DAY, due=DAY, target=REPORTS)
    reported = [
        ActivityReported(**occurrence, report_id=OTHER, party=Party.POLICE, count=1, on=DAY, comment="Gjort.", done=nr)
        for nr in range(1, REPORTS + 1)
    ]
    due = [ReminderDue(**occurrence, rung=rung, due=DAY, due_version=1, functions=(FUNCTION,)) for rung in RUNGS]
    done = OccurrenceCompleted(**occurrence, on=DAY, done=REPORTS, target=REPORTS, late=False)
    plan = OccurrencesPlanned(commitment_id=ID, agreement_id=AGREEMENT, occurrences=(planned,))
    async with system.pool("followup").acquire() as connection:
        await connection.execute(_filled(OLD, many))
        await connection.execute(_filled(FOLLOWED, many))
        await connection.execute(chains("SELECT *, 'commitment/' || id AS about FROM seed", [plan]))
        everything = [*due, *reported, done]
        assert len(everything) == PER_OCCURRENCE
        await connection.execute(chains("SELECT *, 'occurrence/' || occurrence AS about FROM seed", everything))
        await _end(connection)


async def _notifier(system: World, many: int) -> None:
    sent = ReminderSent(
        notice_id=OTHER, occurrence_id=OCCURRENCE, function_id=FUNCTION, rung=RUNGS[0], message_id="<r@x>", digest=True
    )
    source = "SELECT *, 'notice/' || md5(other || rung)::uuid AS about FROM seed, unnest('{RUNGS}'::text[]) rung"
    async with system.pool("notifier").acquire() as connection:
        await connection.execute(_filled(OLD, many))
        await connection.execute(_filled(NOTICED, many))
        await connection.execute(_filled(chains(source, [sent]), many))
        await _end(connection)


async def _end(connection: asyncpg.Connection) -> None:
    await connection.execute(SETTLED)
    await connection.execute("VACUUM (ANALYZE)")


def _filled(statement: str, many: int, **words: str) -> str:
    known = {
        "MANY": many,
        "MUNICIPALITIES": MUNICIPALITIES,
        "FIRST": YEARS[0],
        "LAST": YEARS[-1],
        "FUNCTIONS": FUNCTIONS,
    }
    known |= {"{RUNGS}": "{" + ",".join(RUNGS) + "}", "REPORTS": REPORTS, "PER_OCCURRENCE": PER_OCCURRENCE}
    for word, value in (words | known).items():
        statement = statement.replace(word, str(value))
    return statement
