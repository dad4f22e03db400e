"""What is really there when all is over? Read from tables, streams and the mail folder; judged in checks.py."""

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

from deploy.embedded.inbox import read_inbox
from deploy.provision import keepers
from services.runtime import reading
from services.runtime.clock import day_in_stockholm
from services.runtime.streams import STREAMS
from tests.faults.load import Notes
from tests.faults.outside import Outside
from tests.faults.sink import REFUSED


@dataclass(frozen=True, slots=True)
class Said:
    """An event as its log has it."""

    id: UUID
    about: str
    sequence: int
    subject: str
    subjects: tuple[str, ...]
    cause: UUID
    body: dict[str, Any]

    @property
    def what(self) -> str:
        """`activity-reported`."""
        return self.subject.split(".")[-2]

    @property
    def is_progress(self) -> bool:
        return self.subject.startswith("progress.")


@dataclass(frozen=True, slots=True)
class Held:
    """A message as its stream has it."""

    id: str
    subject: str
    producer: str
    about: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Window:
    """An occurrence as it stands."""

    id: UUID
    due: date | None
    target: int | None
    done: int
    state: str
    due_version: int


@dataclass(frozen=True, slots=True)
class Notice:
    id: UUID
    subject_id: UUID
    """The occurrence or the deadline that it is about."""
    function_id: UUID
    rung: str
    due_version: int
    state: str
    reason: str
    message_id: str | None
    not_before: datetime
    created_at: datetime
    of_deadline: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    notice_id: UUID
    number: int
    phase: str
    mail_id: UUID | None
    at: datetime
    """The database's time."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A reminder whose morning has come."""

    id: UUID
    state: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that the mail server took."""

    message_id: str
    to: str
    occurrences: frozenset[UUID]
    """Those that its text has a link to."""
    threads: frozenset[UUID] = frozenset()
    """The occurrences and deadlines that its header names, each a thread of mails."""


@dataclass(frozen=True, slots=True)
class Evidence:
    notes: Notes
    now: datetime
    """The domain's time when it was gathered."""
    quiet_since: datetime
    """When nothing was broken any more, and mornings have come since."""
    logs: dict[str, Sequence[Said]]
    positions: dict[str, Sequence[int]]
    streams: dict[str, Sequence[Held]]
    windows: Sequence[Window]
    reports: Sequence[tuple[UUID, int]]
    """(occurrence, count)"""
    notices: Sequence[Notice]
    attempts: Sequence[Attempt]
    rungs: Sequence[Rung]
    mails: Sequence[Taken]
    """Repeats too."""
    turned_away: frozenset[str] | None
    """Mailboxes that the mail server refused for good; None when it refuses nobody."""
    waiting: dict[str, Sequence[str]]
    """By service: what it could not apply and keeps for an operator, or for an event that never came."""
    verified: dict[str, Any]

    @property
    def today(self) -> date:
        return day_in_stockholm(self.now)

    def said(self, service: str, what: str) -> list[Said]:
        return [one for one in self.logs[service] if one.subject == f"event.{service}.{what}.v1"]


LONG_AGO = timedelta(days=10_000)


async def gather(system: Outside, notes: Notes, quiet_since: datetime | None = None) -> Evidence:
    return Evidence(
        notes=notes,
        now=system.now(),
        quiet_since=quiet_since or system.now() - LONG_AGO,
        logs={name: await _log(system, name) for name in keepers()},
        positions={name: await _positions(system, name) for name in keepers()},
        streams={name: await _stream(system, name) for name in STREAMS},
        windows=[
            Window(**row)
            for row in await system.rows(
                "followup", "SELECT id, due, target, done, state, due_version FROM occurrence ORDER BY id"
            )
        ],
        reports=[
            (row["occurrence_id"], row["count"])
            for row in await system.rows("followup", "SELECT occurrence_id, count FROM report")
        ],
        notices=[
            Notice(**row)
            for row in await system.rows(
                "notifier",
                """SELECT id, coalesce(occurrence_id, deadline_id) AS subject_id, function_id, rung, due_version, state,
                reason, message_id, not_before, created_at, deadline_id IS NOT NULL AS of_deadline
                FROM notice""",
            )
        ],
        attempts=[
            Attempt(**row)
            for row in await system.rows(
                "notifier", "SELECT notice_id, number, phase, mail_id, at FROM attempt ORDER BY id"
            )
        ],
        rungs=[Rung(**row) for row in await system.rows("followup", _RUNGS, system.now())],
        mails=[taken_as(mail) for mail in read_inbox(system.running.mail)],
        turned_away=_turned_away(system.running.mail),
        waiting={name: [row["about"] for row in await system.rows(name, _WAITING)] for name in keepers()},
        verified=system.verified(),
    )


_RUNGS = """SELECT occurrence_id AS id, (nr <= json_array_length(outcomes))::int AS state
FROM ladder, json_array_elements(rungs) WITH ORDINALITY AS r (rung, nr)
WHERE ((rung->>'day')::date + time '08:00') AT TIME ZONE 'Europe/Stockholm' <= $1"""
_WAITING = "SELECT about FROM stuck UNION SELECT about FROM held_event"
LINK = re.compile(r"/svar/([\w-]+)\.")
THREAD = re.compile(r"<o\.([0-9a-f-]{36})@")


def taken_as(mail: EmailMessage) -> Taken:
    text = mail.get_body(("plain",))
    tokens = LINK.findall(text.get_content()) if text else []
    told = frozenset(UUID(bytes=base64.urlsafe_b64decode(token + "==")[:16]) for token in tokens)
    threads = frozenset(map(UUID, THREAD.findall(str(mail["References"]))))
    return Taken(str(mail["Message-ID"]), str(mail["Delivered-To"]), told, threads)


def _turned_away(mail: Path) -> frozenset[str] | None:
    path = mail / REFUSED
    return frozenset(path.read_text().split()) if path.exists() else None


async def _log(system: Outside, service: str) -> list[Said]:
    rows = await system.rows(
        service, "SELECT id, about, sequence, subject, subjects, cause, body FROM event_log ORDER BY seq"
    )
    return [
        Said(
            row["id"],
            row["about"],
            row["sequence"],
            row["subject"],
            tuple(row["subjects"]),
            row["cause"],
            json.loads(row["body"]),
        )
        for row in rows
    ]


async def _positions(system: Outside, service: str) -> list[int]:
    return [row["position"] for row in await system.rows(service, "SELECT position FROM event_position ORDER BY 1")]


async def _stream(system: Outside, stream: str) -> list[Held]:
    async with system.bus() as nc:
        return [
            Held(
                message.headers["ce-id"],
                message.subject,
                message.headers["ce-source"].removeprefix("/"),
                message.headers["ce-subject"],
                int(message.headers["ce-sequence"]),
            )
            async for message in reading.held(nc, stream, headers_only=True)
            if message.headers
        ]
