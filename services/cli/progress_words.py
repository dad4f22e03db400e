"""How is a progress event said in Swedish? Counties get ids, codes and counts; the words are ours."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from nats.aio.msg import Msg

from schemas.followup import ClockKind
from schemas.geography import county_of
from services.cli import words
from services.runtime.clock import STOCKHOLM

NAMED = {"agreement_id": "överenskommelse", "occurrence_id": "tillfälle", "clock_id": "klocka", "meeting_id": "möte"}


def fact_of(subject: str) -> str:
    """progress.25.2506.occurrence-overdue.v1 → occurrence_overdue."""
    return subject.split(".")[3].replace("-", "_")


def told(message: Msg, county: str) -> dict[str, Any]:
    """An event as a county's program gets it; the time is Stockholm's."""
    envelope = message.headers or {}
    return {
        "id": envelope["ce-id"],
        "time": datetime.fromisoformat(envelope["ce-time"]).astimezone(STOCKHOLM).isoformat(),
        "county": county,
        "fact": fact_of(message.subject),
        **json.loads(message.data),
    }


def in_words(told: dict[str, Any]) -> str:
    """Municipalities of the county, the fact, and the ids to ask further with."""
    here = [code for code in told["municipalities"] if county_of(code) == told["county"]]
    ids = [f"{word} {told[key]}" for key, word in NAMED.items() if key in told]
    return f"{words.places(here)}: {_fact(told)}  [{', '.join(ids)}]"


def _fact(told: dict[str, Any]) -> str:
    said = SAID.get(told["fact"])
    return said(told) if said else str(told["fact"])  # a newer system may say more than we know


def _kind(told: dict[str, Any]) -> str:
    return words.TYPES[told["type"]]


def _period(told: dict[str, Any]) -> str:
    return words.period(told["since"], told["until"])


def _done(told: dict[str, Any]) -> str:
    return f"{words.progress(told['done'], told['target'])} gjort"


CLOCKS = {
    ClockKind.SITUATION_PICTURE: "lägesbilden ska vara uppdaterad",
    ClockKind.ACTION_PLAN: "åtgärdsplanen ska vara uppföljd",
}
SAID: dict[str, Callable[[dict[str, Any]], str]] = {
    "agreement_signed": lambda told: f"{_kind(told)} har undertecknats och gäller {_period(told)}",
    "agreement_activated": lambda told: f"{_kind(told)} gäller från och med {told['on']}",
    "agreement_extended": lambda told: f"{_kind(told)} har förlängts till {told['until']}",
    "agreement_amended": lambda told: f"{_kind(told)} har ändrats (version {told['version']})",
    "agreement_superseded": lambda told: f"{_kind(told)} är ersatt av en annan från och med {told['on']}",
    "agreement_terminated": lambda told: f"{_kind(told)} är uppsagd och gäller inte från och med {told['on']}",
    "agreement_expired": lambda told: f"{_kind(told)} har löpt ut",
    "agreement_closed": lambda told: f"{_kind(told)} är uppföljd och avslutad {told['on']}",
    "occurrence_completed": lambda told: (
        f"genomfört inom {told['focus_area']}, {_done(told)}{', efter sista dagen' if told['late'] else ''}"
    ),
    "occurrence_overdue": lambda told: (
        f"försenat inom {told['focus_area']}, {_done(told)}, skulle ha varit klart {told['due']}"
    ),
    "occurrence_cancelled": lambda told: f"utgår inom {told['focus_area']}",
    "follow_up_approved": lambda told: f"uppföljningsmöte hölls {told['on']} om {_kind(told)}",
    "residents_informed": lambda told: f"invånarna informerades {told['on']} om {_kind(told)}",
    "statutory_clock_due": lambda told: f"{CLOCKS[told['clock']]} senast {told['due']}",
    "statutory_clock_overdue": lambda told: f"försenat: {CLOCKS[told['clock']]} senast {told['due']}",
}
