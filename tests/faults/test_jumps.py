"""The clock jumps an hour, a month and a day, both ways, under load: is anything lost, twice or of a false time?"""

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from tests.faults.evidence import Attempt
from tests.faults.jumps import BEGIN, DAY, HOUR, JUMPS, LEASE, MONTH, Lived, Plan, Span, run
from tests.faults.jumps import each_event_is_of_a_time_that_the_clock_has_shown as of_a_time_that_was
from tests.faults.jumps import no_claim_is_taken_from_who_holds_it as no_claim_is_taken
from tests.faults.jumps import no_mail_comes_twice as none_twice
from tests.faults.test_checks import SOUND, TAKEN

SPANS: list[Span] = [(BEGIN, BEGIN + HOUR), (BEGIN + MONTH, BEGIN + MONTH + HOUR)]
NOTICE = uuid4()
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # a supervisor is left to itself
    pytest.mark.timeout(600),
]


def lived(*attempts: Attempt, after: timedelta = timedelta(0), mails: int = 1) -> Lived:
    evidence = replace(SOUND, attempts=attempts, mails=[TAKEN] * mails)
    return Lived(evidence, SPANS, {uuid4(): BEGIN + after})


def tried(number: int, phase: str, after: timedelta) -> Attempt:
    return Attempt(NOTICE, number, phase, None, BEGIN + after)


@pytest.mark.faults
async def test_when_the_clock_jumps_nothing_is_lost_nothing_comes_twice_and_no_claim_is_broken(tmp_path: Path):
    there = await run(tmp_path / "system", Plan(agreements=2, jumps=JUMPS, between=1.5))
    sys.stderr.write(f"{there}\n")

    assert there.wrong == []


@pytest.mark.proof
@pytest.mark.timeout(1200)
async def test_the_same_for_many_jumps_one_after_another(tmp_path: Path):
    there = await run(tmp_path / "system", Plan(agreements=6, jumps=JUMPS * 5, between=6))
    sys.stderr.write(f"{there}\n")

    assert there.wrong == []


def test_an_event_of_a_time_that_the_clock_never_showed_is_found():
    assert list(of_a_time_that_was(lived())) == []
    assert list(of_a_time_that_was(lived(after=MONTH))) == []

    assert list(of_a_time_that_was(lived(after=MONTH - DAY)))


def test_a_claim_that_is_taken_while_another_holds_it_is_found():
    begun, soon = tried(1, "claimed", timedelta(0)), tried(2, "claimed", LEASE / 2)

    assert list(no_claim_is_taken(lived(begun, soon)))
    assert list(no_claim_is_taken(lived(begun, tried(1, "failed", LEASE / 3), soon))) == []
    assert list(no_claim_is_taken(lived(begun, tried(2, "claimed", LEASE * 2)))) == []


def test_a_mail_that_comes_twice_though_nobody_died_is_found():
    once, again = tried(1, "accepted", timedelta(0)), tried(2, "accepted", DAY)

    assert list(none_twice(lived(once))) == []
    assert list(none_twice(lived(once, again)))
    assert list(none_twice(lived(once, mails=2)))
