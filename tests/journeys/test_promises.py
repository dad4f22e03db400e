"""The journeys of those it is for: on real PostgreSQL, NATS and SMTP, with a clock that is moved."""

import re
from datetime import date

import httpx
import nats
import pytest

from schemas.agreements import Count, Window
from schemas.base import Party
from schemas.followup import (
    Fulfilment,
    Light,
    ListDue,
    OccurrenceCard,
    OccurrenceLines,
    OccurrenceState,
    ReportActivity,
    ShowOccurrence,
    SummariseAgreement,
    Summary,
)
from schemas.notifier import LedgerLines, MailState, ShowLedger
from services.runtime import reading
from services.runtime.streams import PROGRESS
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, register_agreement
from tests.system import System


async def progress(system: System) -> list[tuple[str, str]]:
    """Every message a county could see: its subject and its event id."""
    nc = await nats.connect(
        system.server.url, nkeys_seed_str=system.server.seed("operator"), inbox_prefix=b"_INBOX_operator"
    )
    try:
        return [(message.subject, message.headers["ce-id"]) async for message in reading.held(nc, PROGRESS)]
    finally:
        await nc.close()


def link_in(mail) -> str:
    text = mail.get_body(("plain",)).get_content()
    return re.search(r"http://\S+/svar/\S+", text)[0]


async def test_a_promise_is_kept(system: System):
    system.clock.set("2026-01-07T09:00")
    await system.tell(register_agreement(commitments=(a_commitment(due="2026-03-31"),)))
    await system.settle()
    system.clock.set("2026-03-03T09:00")  # T−28
    await system.settle()
    [to_police, to_coordinator] = sorted(system.post.mails, key=lambda mail: mail["To"])
    assert (KOMMUNPOLIS.mailbox in to_police["To"], SAMORDNARE.mailbox in to_coordinator["To"]) == (True, True)
    assert "2026-03-31" in to_police["Subject"]

    system.clock.set("2026-03-10T14:00")
    await system.tell(
        ReportActivity(
            occurrence="arjeplog-1/once", party=Party.POLICE, count=1, on=date(2026, 3, 9), comment="Genomförd."
        )
    )
    await system.settle()
    system.clock.set("2026-06-01T09:00")
    await system.settle()

    assert len(system.post.mails) == 2
    summary = await system.ask(SummariseAgreement(agreement="arjeplog-2026-ml"), Summary)
    [row] = summary.focus_areas[0].commitments
    assert (row.light, row.done, row.target) == (Light.GREEN, 1, 1)
    assert [subject for subject, _ in await progress(system)] == [
        "progress.25.2506.agreement-signed.v1",
        "progress.25.2506.agreement-activated.v1",
        "progress.25.2506.occurrence-completed.v1",
    ]


async def test_silence_becomes_overdue_and_the_coordinator_hears(system: System):
    system.clock.set("2026-01-07T09:00")
    await system.tell(
        register_agreement(commitments=(a_commitment(due="2026-03-31", by=(KOMMUNPOLIS,)),), coordinators=())
    )
    await system.settle()
    system.clock.set("2026-03-30T09:00")
    while system.clock.moment.month < 5:
        await system.forward(1)

    subjects = [mail["Subject"] for mail in system.post.to(KOMMUNPOLIS.mailbox)]
    assert any("Försenat" in subject for subject in subjects)
    due = await system.ask(ListDue(), OccurrenceLines)
    assert [(line.slug, line.light) for line in due.occurrences] == [("arjeplog-1/once", Light.RED)]
    facts = [subject for subject, _ in await progress(system)]
    assert facts.count("progress.25.2506.occurrence-overdue.v1") == 1
    ledger = await system.ask(ShowLedger(occurrence=str(due.occurrences[0].id)), LedgerLines)
    assert "pair+14" in {line.rung for line in ledger.lines if line.state is MailState.SENT}


async def test_nobody_who_is_late_hears_a_burst_after_downtime(system: System):
    system.clock.set("2026-01-07T09:00")
    await system.tell(register_agreement(commitments=(a_commitment(due="2026-03-31"),)))
    await system.settle()
    system.clock.set("2026-05-20T09:00")  # as if everything had been down for months
    await system.settle()

    assert len(system.post.to(KOMMUNPOLIS.mailbox)) == 1


async def test_five_municipalities_in_two_counties(system: System):
    five = ("2417", "2418", "2422", "2505", "2506")
    yearly = Count(min=1, window=Window.YEAR, per_municipality=True)
    system.clock.set("2026-01-07T09:00")
    await system.tell(register_agreement(municipalities=five, commitments=(a_commitment(recurrence=yearly),)))
    await system.settle()
    await system.tell(
        ReportActivity(occurrence="arjeplog-1/2026/2422", party=Party.MUNICIPALITY, count=1, on=date(2026, 1, 7))
    )
    await system.settle()

    told = await progress(system)
    signed = {event for subject, event in told if subject.endswith("agreement-signed.v1")}
    assert len(signed) == 1  # one event, a copy for each municipality
    assert {subject.split(".")[1] for subject, _ in told if "agreement-signed" in subject} == {"24", "25"}
    assert [subject for subject, _ in told if "completed" in subject] == ["progress.24.2422.occurrence-completed.v1"]


async def test_a_reminder_is_answered_from_the_mail(system: System):
    system.clock.set("2026-01-07T09:00")
    await system.tell(register_agreement(commitments=(a_commitment(due="2026-03-31"),)))
    await system.settle()
    system.clock.set("2026-03-03T09:00")
    await system.settle()
    link = link_in(system.post.to(KOMMUNPOLIS.mailbox)[0])

    async with portal(system) as browser:
        form = await browser.get(link)
        assert form.status_code == 200
        card = await system.ask(ShowOccurrence(occurrence="arjeplog-1/once"), OccurrenceCard)
        assert card.occurrence.state is OccurrenceState.PLANNED  # looking changes nothing
        fields = dict(re.findall(r'name="([^"]+)"[^>]*value="([^"]*)"', form.text))
        answer = {**fields, "outcome": "gjort", "count": "1", "on": "2026-03-02", "comment": "Vi gick med tolv boende."}
        for _ in range(2):  # a double click is one report
            done = await browser.post(link, data=answer, headers={"origin": "http://127.0.0.1:8300"})
            assert done.status_code in {200, 303}, done.text
    await system.settle()

    card = await system.ask(ShowOccurrence(occurrence="arjeplog-1/once"), OccurrenceCard)
    assert (card.occurrence.done, card.occurrence.light) == (1, Light.GREEN)
    assert [report.comment for report in card.reports] == ["Vi gick med tolv boende."]


async def test_the_steering_group_sees_done_late_and_silent(system: System):
    system.clock.set("2026-01-07T09:00")
    commitments = (
        a_commitment("kept", due="2026-03-31"),
        a_commitment("late", due="2026-03-31"),
        a_commitment("silent", Count(min=1, window=Window.YEAR)),
    )
    await system.tell(register_agreement(commitments=commitments))
    await system.settle()
    system.clock.set("2026-03-20T09:00")
    await system.tell(ReportActivity(occurrence="kept/once", party=Party.POLICE, count=1, on=date(2026, 3, 19)))
    await system.settle()
    system.clock.set("2026-04-15T09:00")
    await system.settle()

    summary = await system.ask(SummariseAgreement(agreement="arjeplog-2026-ml", since=date(2026, 2, 1)), Summary)
    lights = {row.slug: row.light for area in summary.focus_areas for row in area.commitments}
    assert lights == {"kept": Light.GREEN, "late": Light.RED, "silent": Light.GREY}
    assert [change.occurrence for change in summary.changes.done] == ["kept/once"]
    assert [change.occurrence for change in summary.changes.newly_overdue] == ["late/once"]
    silent = {(silence.commitment, silence.party) for silence in summary.not_reported}
    assert ("silent", Party.POLICE) in silent
    assert ("kept", Party.POLICE) not in silent
    views = {
        view.party: view.fulfilment for area in summary.focus_areas for row in area.commitments for view in row.parties
    }
    assert Fulfilment.NOT_REPORTED in views.values()


@pytest.mark.parametrize(("path", "said"), [("/loften", "Arjeplog"), ("/loften/2506", "Trygghetsvandring")])
async def test_a_resident_can_read_what_was_promised(system: System, path: str, said: str):
    system.clock.set("2026-03-20T09:00")
    await system.tell(register_agreement(commitments=(a_commitment(due="2026-03-31", public=True),)))
    await system.settle()

    async with portal(system) as browser:
        page = await browser.get(path)
    assert page.status_code == 200
    assert said in page.text


def portal(system: System) -> httpx.AsyncClient:
    [pages] = system.services["portal"].pages.values()
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=pages), base_url="http://127.0.0.1:8300")
