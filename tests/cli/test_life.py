"""An agreement's life from the terminal: drafted, shared, signed, amended, replaced, ended and closed."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from schemas.agreements import RegisterAgreement
from schemas.base import Party
from tests.builders import AGREEMENT, a_commitment, a_document
from tests.cli.terminal import Said, Terminal
from tests.cli.writing import a_signed_agreement
from tests.system import System

Run = Callable[..., Awaitable[Said]]
NEW = "arjeplog-2026-ny"


async def registered(system: System, slug: str = AGREEMENT, **changes: object) -> None:
    document = a_document(slug, **changes)
    await system.tell(RegisterAgreement(document=document, signed_on=document.validity.since))


async def test_a_draft_is_shared_signed_and_seen_by_more_and_more(terminal: Terminal, written):
    path = written([a_signed_agreement(validity={"from": "2026-02-01", "until": "2026-12-31"})])
    drafted = await terminal("agreement", "draft", str(path), "--by", "2506")
    assert drafted.out == "arjeplog-2026-ml är ett utkast, som bara Arjeplog ser.\n"
    assert (await terminal("agreements", "--as", "polis")).out == "Inga överenskommelser.\n"
    assert (await terminal("agreements", "--as", "2506", "--json")).json[0]["state"] == "draft"
    refused = await terminal("show", AGREEMENT, "--as", "polis")
    assert (refused.code, refused.err) == (1, f"Det finns ingen överenskommelse som heter {AGREEMENT}.\n")

    shared = await terminal("agreement", "share", AGREEMENT, "--on", "2026-01-10")
    assert shared.out == "arjeplog-2026-ml: delad (2026-02-01–2026-12-31), version 1.\n"
    assert (await terminal("agreements", "--as", "polis", "--json")).json[0]["slug"] == AGREEMENT
    chief = ("--party", "polis", "--role", "lokalpolisområdeschef", "--on", "2026-01-15")
    half = await terminal("agreement", "sign", AGREEMENT, *chief)
    assert half.out == "arjeplog-2026-ml: delad (2026-02-01–2026-12-31), 1 har undertecknat, version 1.\n"
    whole = await terminal("agreement", "sign", AGREEMENT, "--on", "2026-01-20")
    assert whole.out == "arjeplog-2026-ml: gäller (2026-02-01–2026-12-31), version 1.\n"
    shown = (await terminal("show", AGREEMENT)).out
    assert "lokalpolisområdeschef 2026-01-15, kommunalråd 2026-01-20" in shown


async def test_a_draft_can_be_withdrawn(terminal: Terminal, written):
    await terminal("agreement", "draft", str(written([a_signed_agreement()])), "--by", "polis")
    said = await terminal("agreement", "withdraw", AGREEMENT, "--reason", "Ångrat")

    assert said.out.startswith("arjeplog-2026-ml: återtagen")


PURPOSE = ("--purpose", "Trygga kvällar i centrum")


async def test_an_agreement_is_amended_in_versions(system: System, terminal: Terminal):
    await registered(system)
    number = ("--number", "kommun=TEST 1", "--number", "polis=TEST 2")
    amended = await terminal(
        "agreement", "amend", AGREEMENT, "--title", "Nya löften", *number, *PURPOSE, "--reason", "Mallen"
    )
    assert amended.out == "arjeplog-2026-ml är nu version 2.\n"
    changes = ("--text", "Nattvandring", "--not-public", "--method", "night_walk")
    reworded = await terminal("agreement", "reword", "arjeplog-1", *changes, "--reason", "Tydligare")
    assert reworded.out == "arjeplog-1 är ändrat.\n"

    card = (await terminal("show", AGREEMENT, "--json")).json
    assert (card["version"], card["document"]["title"]) == (3, "Nya löften")
    assert card["document"]["registration_numbers"] == {"municipality": "TEST 1", "police": "TEST 2"}
    assert "Syften:        Trygga kvällar i centrum" in (await terminal("show", AGREEMENT)).out
    [commitment] = card["commitments"]
    assert (commitment["text"], commitment["public"], commitment["methods"]) == ("Nattvandring", False, ["night_walk"])


async def test_the_forum_is_changed_and_the_rhythm_of_follow_up_stays(system: System, terminal: Terminal):
    await registered(system)
    await terminal("agreement", "amend", AGREEMENT, "--forum", "lokalt BRÅ", "--reason", "Ny grupp")

    card = (await terminal("show", AGREEMENT, "--json")).json
    assert card["document"]["review"] == {"cadence": "half_year", "forum": "lokalt BRÅ"}


async def test_a_party_is_followed_by_its_successor(system: System, terminal: Terminal):
    await registered(system)
    change = ("--was", "2506", "--now", "2505", "--on", "2026-01-01", "--reason", "Sammanslagning")
    said = await terminal("agreement", "succeed", AGREEMENT, "--party", Party.MUNICIPALITY, *change)

    assert said.out == "Arvidsjaur är part i arjeplog-2026-ml från 2026-01-01.\n"
    assert (await terminal("agreements", "--municipality", "2505", "--json")).json[0]["slug"] == AGREEMENT


async def test_an_agreement_is_extended_revised_and_given_notice_of(system: System, terminal: Terminal):
    await registered(system, until="2026-12-31", notice_months=6)
    longer = await terminal("agreement", "extend", AGREEMENT, "--months", "2", "--reason", "Mer tid")
    assert longer.out == "arjeplog-2026-ml: gäller (2026-01-01–2027-02-28), version 1.\n"
    await terminal("agreement", "extend", AGREEMENT, "--until", "2028-02-29", "--reason", "Mer tid")
    await terminal("agreement", "amend", AGREEMENT, "--interval", "12", "--reason", "Enligt mallen")
    revised = await terminal("agreement", "revise", AGREEMENT, "--on", "2026-03-01", "--forum", "BRÅ")
    assert "revideras senast 2027-03-01" in revised.out
    why = ("--reason", "Ingen vinst", "--forum", "BRÅ")
    given = await terminal("agreement", "terminate", AGREEMENT, "--given-on", "2026-02-28", *why)
    assert "uppsagd till 2026-08-29" in given.out
    assert "uppsagd till 2026-08-29" in (await terminal("agreement", "terminate", AGREEMENT, *why)).err


async def test_what_is_replaced_says_what_becomes_of_each_commitment(system: System, terminal: Terminal):
    await registered(system, commitments=tuple(a_commitment(f"arjeplog-{nr}") for nr in (1, 2, 3)))
    await registered(system, NEW, commitments=(a_commitment("ny-1", agreement=NEW),))
    fates = ("--fate", "arjeplog-1=ny-1", "--fate", "arjeplog-2=genomfört")
    refused = await terminal("agreement", "supersede", AGREEMENT, "--by", NEW, *fates)
    assert refused.err == "Fältet fates: säg vad som händer med arjeplog-3: överförs, är genomfört eller utgår.\n"
    fates = (*fates, "--fate", "arjeplog-3=utgår:Torget byggs om:styrgruppen")
    said = await terminal("agreement", "supersede", AGREEMENT, "--by", NEW, "--on", "2026-03-01", *fates)

    assert said.out == f"{AGREEMENT} är ersatt av {NEW} från 2026-03-01.\n"
    card = (await terminal("show", AGREEMENT, "--json")).json
    assert [one["fate"]["fate"] for one in card["commitments"]] == ["carried_over", "completed", "cancelled"]


async def test_what_ran_out_is_renewed_and_closed_step_by_step(system: System, terminal: Terminal):
    await registered(system, since="2025-01-01", until="2025-12-31")
    await registered(system, NEW, commitments=(a_commitment("ny-1", agreement=NEW),))
    renewed = await terminal("agreement", "renew", NEW, "--old", AGREEMENT, "--carry", "arjeplog-1=ny-1")
    assert renewed.out == f"{NEW} fortsätter {AGREEMENT}.\n"
    steps = ("municipality-assessed", "police-assessed", "effect", "process", "steering-group")
    told = [word for step in steps for word in (f"--{step}", "2026-01-20")]
    refused = await terminal("agreement", "close", AGREEMENT, *told)
    assert refused.err == f"Överenskommelsen {AGREEMENT} kan inte avslutas: det saknas information till invånarna.\n"
    closed = await terminal("agreement", "close", AGREEMENT, *told, "--residents", "2026-02-01")

    assert closed.out == "arjeplog-2026-ml: avslutad (2025-01-01–2025-12-31), version 1.\n"


NOT_UNDERSTOOD = {
    "neither end nor months": ("extend", "x", "--reason", "y"),
    "a role without its party": ("sign", "x", "--role", "kommunalråd"),
    "a fate of nothing": ("supersede", "x", "--by", "y", "--fate", "arjeplog-1"),
    "gone without a reason": ("supersede", "x", "--by", "y", "--fate", "arjeplog-1=utgår"),
    "carried to nowhere": ("renew", "x", "--old", "y", "--carry", "arjeplog-1"),
    "a number of no party": ("amend", "x", "--number", "KS 1", "--reason", "y"),
    "a draft of no authority": ("draft", "x.yaml", "--by", "Arjeplog"),
}


@pytest.mark.parametrize("typed", NOT_UNDERSTOOD.values(), ids=NOT_UNDERSTOOD.keys())
async def test_what_is_not_understood_is_said_with_code_two(terminal: Terminal, typed: tuple[str, ...], tmp_path: Path):
    said = await terminal("agreement", *typed)

    assert said.code == 2
    assert said.err.strip()
