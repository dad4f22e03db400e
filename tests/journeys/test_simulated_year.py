"""Is a simulated year, mail for mail, the year that then comes? On real services, with a clock that runs fast."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.postgres import Postgres
from schemas.agreements import Anchor, AppointSubstitute, Count, Once, Schedule, Season, Window
from schemas.base import Command, Party
from schemas.followup import ChangeLadder, LadderKind, ListOccurrences, MoveDueDay, OccurrenceLines
from services.cli import ladders
from services.runtime.clock import day_in_stockholm
from tests.builders import AGREEMENT, KOMMUNPOLIS, SAMORDNARE, a_commitment, a_function, register_agreement
from tests.cli.at_terminal import a_terminal
from tests.looking import rows
from tests.system import System

SCHOOL, LEISURE = a_function("skola"), a_function("fritid")
SHARED = a_function("kultur", mailbox=LEISURE.mailbox)
FUNCTIONS = (KOMMUNPOLIS, SAMORDNARE, SCHOOL, LEISURE, SHARED)
LEDGER = """SELECT function_id, coalesce(occurrence_id, deadline_id) AS subject_id, rung, state, reason, changed_at,
  mail_id, not_before FROM notice"""
WAITS = "SELECT min(not_before) AS morning FROM notice WHERE state = 'planned'"
TODAY = "2026-01-07"
SHORT = "t-10,t-2:ansvarig,t+2,pair+10"
AWAY = (date(2026, 1, 26), date(2026, 8, 14))

Mail = tuple[date, str, frozenset[tuple[str, str, str]]]
"""The day, why nobody gets it, and of each notice function, occurrence or deadline, and rung."""


def what_is_promised() -> list[Command]:
    goes_on = {"agreement": "vidare-2025"}
    return [
        register_agreement(
            functions=FUNCTIONS,
            commitments=(
                a_commitment("arjeplog-1", Count(min=2, window=Window.QUARTER), by=(SCHOOL, LEISURE, SHARED)),
                a_commitment("arjeplog-2", due="2026-03-31"),
                a_commitment("arjeplog-3", Once(season=Season.SPRING), by=(SHARED, KOMMUNPOLIS)),
                a_commitment("arjeplog-4", Schedule(rrule="FREQ=MONTHLY;BYDAY=1FR"), by=(LEISURE, SCHOOL)),
                a_commitment("arjeplog-5", due="2026-01-20", by=(SCHOOL,)),
            ),
        ),
        register_agreement(
            slug="vidare-2025",
            since="2025-11-01",
            until=None,
            functions=FUNCTIONS,
            coordinators=(),
            registration_numbers=dict.fromkeys(Party, "TEST vidare/2025"),
            commitments=(
                a_commitment("vidare-1", Count(min=1, window=Window.MONTH), by=(SAMORDNARE, SCHOOL), **goes_on),
                a_commitment(
                    "vidare-2", Count(min=1, window=Window.TERTIAL, anchor=Anchor.AGREEMENT), by=(SHARED,), **goes_on
                ),
            ),
        ),
        register_agreement(
            slug="slut-2026",
            since="2025-11-01",
            until="2026-02-08",
            functions=FUNCTIONS,
            registration_numbers=dict.fromkeys(Party, "TEST slut/2026"),
            commitments=(a_commitment("slut-1", Count(min=1, window=Window.WEEK), agreement="slut-2026"),),
        ),
    ]


def what_then_happens() -> list[Command]:
    """What the simulation asks: what if?"""
    return [
        MoveDueDay(occurrence="arjeplog-2/once", due=date(2026, 5, 29), by=Party.POLICE, reason="Vägen byggs om"),
        AppointSubstitute(function_id=SCHOOL.id, substitute_id=KOMMUNPOLIS.id, since=AWAY[0], until=AWAY[1]),
        *(
            ChangeLadder(
                agreement=agreement,
                ladder=LadderKind.SHORT_WINDOW,
                steps=ladders.steps(SHORT, LadderKind.SHORT_WINDOW),
                by=Party.POLICE,
                reason="En vecka är kort",
            )
            for agreement in (AGREEMENT, "vidare-2025", "slut-2026")
        ),
    ]


async def next_morning(system: System, until: str) -> date | None:
    """The next day on which something is planned to leave, or waits to: on the days between nothing happens."""
    said = "SELECT min(leaves_at) AS morning FROM "
    looks = [("followup", said + "ladder"), ("followup", said + "deadline"), ("notifier", WAITS)]
    found = [row["morning"] for service, look in looks for row in await rows(system.urls[service], look)]
    day = min(day_in_stockholm(morning) for morning in found if morning)
    return day if day <= date.fromisoformat(until) else None


async def mailed(system: System, until: str) -> set[Mail]:
    """What the ledger says of all that was due, as in `Mail`; but for what waits for a later day."""
    mails: dict[Any, list[dict[str, Any]]] = {}
    for notice in await rows(system.urls["notifier"], LEDGER):
        if notice["state"] == "planned" and day_in_stockholm(notice["not_before"]) > date.fromisoformat(until):
            continue
        assert notice["state"] in {"sent", "skipped"}, notice
        alone = notice["function_id"], notice["subject_id"], notice["rung"]
        mails.setdefault(notice["mail_id"] or alone, []).append(notice)
    return {
        (
            day_in_stockholm(notices[0]["changed_at"]),
            notices[0]["reason"],
            frozenset((str(one["function_id"]), str(one["subject_id"]), one["rung"]) for one in notices),
        )
        for notices in mails.values()
    }


def simulated(told: list[dict[str, Any]], ids: dict[str, str]) -> set[Mail]:
    return {
        (
            date.fromisoformat(mail["on"]),
            mail["why_not"],
            frozenset((one["function"]["function_id"], _subject(one, ids), one["rung"]) for one in mail["notices"]),
        )
        for mail in told
    }


def _subject(notice: dict[str, Any], ids: dict[str, str]) -> str:
    return ids[notice["occurrence"]] if notice["occurrence"] else notice["deadline"]["id"]


async def occurrence_ids(system: System) -> dict[str, str]:
    found: dict[str, str] = {}
    for slug in [*(f"arjeplog-{number}" for number in range(1, 6)), "vidare-1", "vidare-2", "slut-1"]:
        lines = (await system.ask(ListOccurrences(commitment=slug), OccurrenceLines)).occurrences
        found |= {line.slug: str(line.id) for line in lines}
    return found


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("until", "mails"), [("2026-02-20", 20), pytest.param("2027-01-06", 100, marks=pytest.mark.proof)]
)
async def test_what_is_simulated_is_mail_for_mail_what_then_comes(
    system: System, postgres: Postgres, tmp_path: Path, until: str, mails: int
):
    system.clock.set(f"{TODAY}T07:00")
    for wish in what_is_promised():
        await system.tell(wish)
        await system.settle()
    said = await a_terminal(system, postgres, tmp_path)(
        *("simulate", TODAY, until, "--json", "--due", "arjeplog-2/once=2026-05-29"),
        *("--substitute", f"skola=kommunpolis,{AWAY[0]},{AWAY[1]}"),
        *("--ladder", f"kort={SHORT}"),
    )
    for wish in what_then_happens():
        await system.tell(wish)
    system.clock.set(f"{TODAY}T09:00")
    await system.settle()
    while leaves := await next_morning(system, until):
        system.clock.set(f"{leaves}T09:00")
        await system.settle()

    assert said.err == ""
    foretold, came = simulated(said.json, await occurrence_ids(system)), await mailed(system, until)
    assert foretold == came
    assert len(came) > mails
