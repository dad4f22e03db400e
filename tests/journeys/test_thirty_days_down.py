"""Is the same known after thirty days down as if all had been up? Two systems hear the same; one of them sleeps."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from schemas.agreements import Count, Window
from schemas.base import Command, Party
from schemas.followup import ReportActivity
from tests.builders import SAMORDNARE, a_commitment, register_agreement
from tests.conftest import MakeDatabase
from tests.fakes import StoppedClock
from tests.looking import rows
from tests.system import System

DAYS = 30
TOLD = ("agreement-expired", "occurrence-overdue", "occurrence-cancelled")
OCCURRENCES = """SELECT id, slug, starts, ends, due, target, state, done, due_version, overdue_version, announce_on,
cancelled_on, completed_on FROM occurrence ORDER BY id"""

LADDERS = "SELECT occurrence_id, due_version, rungs::text FROM ladder ORDER BY 1, 2"


def what_is_asked_for() -> list[Command]:
    weekly, dated = Count(min=2, window=Window.WEEK), "2026-01-20"
    ends = register_agreement(
        slug="slut-2026",
        until="2026-01-25",
        commitments=(
            a_commitment("slut-1", weekly, agreement="slut-2026"),
            a_commitment("slut-2", agreement="slut-2026"),
        ),
    )
    goes_on = register_agreement(
        slug="vidare-2026",
        until=None,
        commitments=(
            a_commitment("vidare-1", weekly, by=(SAMORDNARE,), agreement="vidare-2026"),
            a_commitment("vidare-2", due=dated, agreement="vidare-2026"),
        ),
        registration_numbers=dict.fromkeys(Party, "TEST vidare/2026"),
    )
    report = ReportActivity(occurrence="vidare-1/2026-W02", party=Party.POLICE, count=2, on=date(2026, 1, 6))
    return [ends, goes_on, report]


async def known(system: System) -> dict[str, object]:
    told = {
        name: await rows(
            url,
            "SELECT subject, subjects, body FROM event_log WHERE subject LIKE ANY ($1)",
            [f"%{what}%" for what in TOLD],
        )
        for name, url in system.urls.items()
    }
    return {
        "occurrences": await rows(system.urls["followup"], OCCURRENCES),
        "ladders": await rows(system.urls["followup"], LADDERS),
        "at agreements": await rows(system.urls["agreements"], "SELECT id, state FROM agreement ORDER BY id"),
        "at followup": await rows(system.urls["followup"], "SELECT id, state FROM agreement ORDER BY id"),
        "told": {name: Counter(str(tuple(row.values())) for row in found) for name, found in told.items()},
    }


async def system_in(folder: Path, database: MakeDatabase) -> System:
    folder.mkdir()  # noqa: ASYNC240  once
    urls = {name: await database(name) for name in ("agreements", "followup", "notifier", "portal")}
    return System(folder, urls, StoppedClock("2026-01-07T09:00"))


@pytest.mark.timeout(300)
async def test_what_is_known_is_the_same_and_who_slept_has_mailed_each_but_once(database: MakeDatabase, tmp_path: Path):
    wishes = what_is_asked_for()
    lived, slept = await system_in(tmp_path / "lived", database), await system_in(tmp_path / "slept", database)
    for system in (lived, slept):
        async with system.running():
            for wish in wishes:
                await system.tell(wish)
                await system.settle()
            before = len(system.post.mails)
            if system is lived:
                await system.forward(DAYS)
            else:
                system.clock.forward(days=DAYS)
                await system.settle()

    after_sleep, while_up = await known(slept), await known(lived)
    mailboxes = Counter(mail["To"] for mail in slept.post.mails[before:])
    assert after_sleep == while_up
    assert while_up["told"]["followup"].total() > 10  # type: ignore[index]
    assert set(mailboxes.values()) == {1}
