"""How many mails a second leave, each written down before and after, beside a bare send of the same mail?"""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from schemas.agreements import DraftAgreement
from schemas.agreements import Once as OneTime
from schemas.base import Party
from tests.bench import peer
from tests.bench.load import a_document_of, all_heard, entry, next_slug, quiet, tell_all
from tests.bench.row import Figures, Goal, Once, Plan, Row
from tests.bench.rows.firing import DUE, QUIET_DAYS, RUNGS, go_to
from tests.bench.rows.planning import sign
from tests.bench.world import World, world
from tests.builders import a_function
from tests.looking import until

MAILS, PER_AGREEMENT = 1000, 100
OURS, PEER = "ours mails/s, ledgered", "aiosmtplib.send mails/s, not ledgered"
UNSENT = "SELECT 1 FROM notice WHERE state IN ('planned', 'claimed') LIMIT 1"
LAST = "SELECT coalesce(max(id), 0) FROM attempt"
SPAN = "SELECT count(DISTINCT mail_id) AS mails, max(at) - min(at) AS taken FROM attempt WHERE id > $1"


def each_its_own_mailbox() -> DraftAgreement:
    slug = next_slug()
    leads = [a_function(f"kommunpolis {nr}", Party.POLICE, f"{slug}.{nr}@example.se") for nr in range(PER_AGREEMENT)]
    entries = [entry(slug, nr, OneTime(due=DUE), lead) for nr, lead in enumerate(leads)]
    return DraftAgreement(document=a_document_of(slug, entries, *leads))


async def mailed(system: World, day: date, folder: Path) -> float:
    """Mails a second, from the first claim in the ledger to the last outcome there."""
    pool, count = system.pool("notifier"), folder / "count"
    before, taken_before = await pool.fetchval(LAST), count.stat().st_size if count.exists() else 0
    await go_to(system, day)
    await all_left(system)
    span = await pool.fetchrow(SPAN, before)
    if count.stat().st_size - taken_before != span["mails"]:
        raise ValueError(f"the ledger says {span['mails']}, the sink took {count.stat().st_size - taken_before}")
    return float(span["mails"] / span["taken"].total_seconds())


async def all_left(system: World) -> None:
    await all_heard(system, "followup", ("notifier",))

    async def nothing_waits() -> bool:
        return not await system.pool("notifier").fetchval(UNSENT)

    await until(nothing_waits, "all mails have left", 300)


@contextlib.asynccontextmanager
async def sink(folder: Path) -> AsyncIterator[int]:
    folder.mkdir()  # noqa: ASYNC240  once
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.bench.sink", str(folder))

    async def there() -> bool:
        return bool((folder / "port").exists() and (folder / "port").read_text())

    try:
        await until(there, "the sink listens")
        yield int((folder / "port").read_text())
    finally:
        process.terminate()
        await process.wait()


def parts_of(mail: bytes, folder: Path) -> tuple[str, str]:
    """The text and the HTML of one of our own mails, so that the peer sends the same."""
    told = message_from_bytes(mail, policy=policy.default)
    assert isinstance(told, EmailMessage)
    paths = []
    for kind in ("plain", "html"):
        body = told.get_body((kind,))
        assert body, f"no {kind} part"
        (folder / kind).write_text(body.get_content())
        paths.append(str(folder / kind))
    return paths[0], paths[1]


@contextlib.asynccontextmanager
async def begin(plan: Plan) -> AsyncIterator[Once]:
    number = plan.some(MAILS, PER_AGREEMENT)
    async with world("agreements", "followup") as system, sink(system.folder / "sink") as port:
        await system.start("notifier", SMTP_URL=f"smtp://127.0.0.1:{port}")
        drafts = [each_its_own_mailbox() for _ in range(number // PER_AGREEMENT)]
        await tell_all(system.nc, drafts, 4)
        await all_heard(system, "agreements", ("followup", "notifier"))
        await sign(system, drafts)
        await quiet(system, ("agreements", "followup", "notifier"))

        async def once(nr: int) -> Figures:
            folder, rung = system.folder / "sink", RUNGS[nr % len(RUNGS)]
            for day in QUIET_DAYS if rung == RUNGS[2] else ():
                await go_to(system, DUE + timedelta(days=day))
                await all_left(system)
            ours = await mailed(system, DUE + timedelta(days=rung), folder)
            paths = parts_of((folder / "mail").read_bytes(), folder)
            return {OURS: ours} | await peer.ask(plan, "mail", PEER, str(port), str(number), "4", *paths)

        yield once


ROW = Row(
    "mails",
    "mails/s to a local sink, text + HTML, each ledgered before and after",
    begin,
    (Goal("of aiosmtplib.send with EmailMessage and a connection each", OURS, PEER, 1, 2),),
    "a morning's reminders to mailboxes of their own: claimed, asked about, written, marked, sent, recorded; 4 at once",
)
