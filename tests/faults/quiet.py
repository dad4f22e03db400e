"""When is all over? When nothing waits to be published, heard or mailed, or what waits has stood still for long."""

import asyncio
import time
from datetime import datetime

from tests.faults.outside import PATIENCE, Outside

STILL_FOR = 3
"""Looks in a row at which nothing has changed."""
SETTLED = """SELECT (SELECT count(*) FROM event_log) AS events, (SELECT count(*) FROM event_queue)
  + (SELECT count(*) FROM held_event) AS waiting, (SELECT count(*) FROM stuck) AS stuck"""
UNFINISHED = "SELECT count(*) FROM notice WHERE state = 'claimed' OR (state = 'planned' AND not_before <= $1)"
UNSAID = "SELECT count(*) FROM ladder WHERE leaves_at <= $1"
KEEPERS = ("agreements", "followup", "notifier")


async def until_quiet(system: Outside, back: datetime, stands_still: float = PATIENCE) -> None:
    """`back`: since when every process runs. What stands still so many seconds is left for the checks to tell of."""
    seen: list[list[object]] = []
    moved = time.monotonic()
    while True:
        await let_leases_end(system, back)
        looks = [list((await system.rows(name, SETTLED))[0].values()) for name in KEEPERS]
        on_their_way = await system.on_their_way()
        [mail] = await system.rows("notifier", UNFINISHED, system.now())
        [unsaid] = await system.rows("followup", UNSAID, system.now())
        seen.append([*looks, on_their_way, mail[0], unsaid[0]])
        if len(seen) > 1 and seen[-1] != seen[-2]:
            moved = time.monotonic()
        idle = not any((*(waiting for _, waiting, _ in looks), on_their_way, mail[0], unsaid[0]))
        if idle and len(seen) >= STILL_FOR and all(look == seen[-1] for look in seen[-STILL_FOR:]):
            return
        if time.monotonic() - moved > stands_still:
            return
        await asyncio.sleep(1)


async def let_leases_end(system: Outside, back: datetime) -> None:
    """What a dead process has claimed is free when its lease is over, minutes later: let those minutes pass."""
    await system.rows(
        "notifier",
        """UPDATE notice SET lease_until = now() WHERE state = 'claimed' AND lease_until > now()
        AND (SELECT max(at) FROM attempt WHERE notice_id = notice.id) < $1""",
        back,
    )
    await system.rows("notifier", "UPDATE notice SET retry_at = now() WHERE state = 'planned' AND retry_at > now()")
