"""One thing more is promised, gets another rhythm, or is taken back, from the terminal."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from deploy.embedded.postgres import Postgres
from schemas.agreements import RegisterAgreement
from tests.builders import AGREEMENT, a_document
from tests.cli.at_terminal import a_terminal
from tests.cli.terminal import Said, Terminal
from tests.system import System

Run = Callable[..., Awaitable[Said]]
MORE = ("add", AGREEMENT, "--name", "arjeplog-2", "--area", "trygghet", "--text", "Nattvandring")


@pytest.fixture
async def run(system: System, postgres: Postgres, tmp_path: Path) -> Terminal:
    document = a_document()
    await system.tell(RegisterAgreement(document=document, signed_on=document.validity.since))
    return a_terminal(system, postgres, tmp_path)


async def commitments(run: Run) -> list[dict]:
    return (await run("show", AGREEMENT, "--json")).json["commitments"]


async def test_one_thing_more_is_promised(run: Run):
    rule = ("--min", "10", "--per", "totalt")
    said = await run("commitment", *MORE, "--by", "samordnare", "--by", "kommunpolis", "--public", *rule)

    assert said.out == f"arjeplog-2 är ett åtagande i {AGREEMENT}.\n"
    new = (await commitments(run))[1]
    assert [one["role"] for one in new["responsible"]] == ["samordnare", "kommunpolis"]
    assert (new["recurrence"]["min"], new["recurrence"]["window"], new["public"]) == (10, "agreement", True)


async def test_ten_times_is_no_promise_until_somebody_says_per_year_or_in_all(run: Run):
    said = await run("commitment", *MORE, "--by", "samordnare", "--min", "10")

    assert (said.code, len(await commitments(run))) == (2, 1)
    assert said.err == "Antalet gånger behöver en period: skriv --min ANTAL --per år, eller --per totalt.\n"


@pytest.mark.parametrize(
    "rule",
    [(), ("--due", "2026-06-30", "--season", "vår"), ("--min", "1", "--per", "år", "--kind", "löpande")],
    ids=["none", "a day and a season", "counted and never counted"],
)
async def test_a_promise_has_one_rhythm(run: Run, rule: tuple[str, ...]):
    said = await run("commitment", *MORE, "--by", "samordnare", *rule)

    assert (said.code, said.err) == (2, "Skriv en av --min med --per, --due, --season, --rrule och --kind.\n")


async def test_a_role_that_is_nobody_is_refused_with_those_there_are(run: Run):
    said = await run("commitment", *MORE, "--by", "skola", "--kind", "löpande")

    assert said.err == f"Rollen skola pekar inte ut en funktion i {AGREEMENT}. Där finns kommunpolis, samordnare.\n"


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (("--min", "2", "--per", "halvår"), {"kind": "count", "min": 2, "window": "half_year"}),
        (("--due", "2026-06-30"), {"kind": "once", "due": "2026-06-30"}),
        (("--season", "vår"), {"kind": "once", "season": "spring"}),
        (("--rrule", "FREQ=WEEKLY;BYDAY=FR"), {"kind": "schedule", "rrule": "FREQ=WEEKLY;BYDAY=FR"}),
        (("--kind", "på-begäran"), {"kind": "on_demand"}),
    ],
    ids=["counted", "by a day", "in a season", "on a schedule", "on demand"],
)
async def test_the_parties_agree_on_another_rhythm(run: Run, rule: tuple[str, ...], kept: dict[str, object]):
    said = await run("commitment", "rule", "arjeplog-1", "--party", "polis", "--reason", "För sällan", *rule)

    assert said.out == "arjeplog-1 har en ny rytm.\n"
    assert kept.items() <= (await commitments(run))[0]["recurrence"].items()


async def test_a_commitment_is_taken_back_by_a_forum(run: Run):
    said = await run("commitment", "cancel", "arjeplog-1", "--reason", "Torget byggs om", "--forum", "styrgruppen")

    assert said.out == "arjeplog-1 utgår.\n"
    assert (await commitments(run))[0]["cancelled"]
