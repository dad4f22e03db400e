"""A file of agreements is taken in: all that is good, once, with a sentence for what is not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.followup import (
    ListOccurrences,
    OccurrenceCard,
    OccurrenceLines,
    ShowOccurrence,
    SummariseAgreement,
    Summary,
)
from tests.cli.at_terminal import show_clock
from tests.cli.terminal import Terminal
from tests.cli.writing import EXAMPLES, a_signed_agreement, a_written_commitment
from tests.looking import rows, until
from tests.system import System

Write = Callable[[object], Path]


def a_record(**changes: object) -> dict[str, object]:
    record: dict[str, object] = {
        "commitment": "arjeplog-1",
        "date": "2026-02-10",
        "reported_by": "kommun",
        "count": 1,
        "fulfilment": "partly",
        "comment": "Två kom.",
    }
    return record | changes


def followed_up(*records: dict[str, object], **changes: object) -> dict[str, object]:
    return a_signed_agreement(follow_up={"records": list(records)}, **changes)


async def events(system: System) -> int:
    """How much has happened, once everything that follows has."""
    await system.settle()
    return sum([(await rows(url, "SELECT count(*) AS n FROM event_log"))[0]["n"] for url in system.urls.values()])


async def standing(system: System) -> Summary:
    return await system.ask(SummariseAgreement(agreement="arjeplog-2026-ml"), Summary)


async def reports(system: System, slug: str = "arjeplog-1/2026") -> list[tuple[str, int, str]]:
    card = await system.ask(ShowOccurrence(occurrence=slug), OccurrenceCard)
    return [(str(one.on), one.count, one.comment) for one in card.reports]


async def test_nine_agreements_go_in_and_the_same_file_again_changes_nothing(system: System, terminal: Terminal):
    first = await terminal("import", EXAMPLES, "--shift-years", "auto", "--json")
    happened = await events(system)
    second = await terminal("import", EXAMPLES, "--shift-years", "auto", "--json")

    assert [first.code, second.code] == [0, 0], first.err + second.err
    assert [one["result"] for one in first.json] == ["registered"] * 9
    assert [one["result"] for one in second.json] == ["known"] * 9
    assert await events(system) == happened


async def test_a_bad_agreement_is_refused_with_its_field_and_the_others_go_in(
    system: System, terminal: Terminal, written: Write
):
    unreadable = a_signed_agreement(id="annan", title=None)
    no_rule = a_signed_agreement(id="tredje", commitments=[a_written_commitment(id="c", focus_area="okant")])
    said = await terminal("import", written([unreadable, no_rule, a_signed_agreement()]))

    assert said.code == 1
    assert "annan: fältet title" in said.err
    assert "tredje: Åtagandet c: fältet focus_area" in said.err
    assert [line["slug"] for line in (await terminal("agreements", "--json")).json] == ["arjeplog-2026-ml"]


async def test_the_same_name_with_another_content_is_refused_with_the_field(terminal: Terminal, written: Write):
    await terminal("import", written([a_signed_agreement()]))
    said = await terminal("import", written([a_signed_agreement(title="Något annat")]))

    assert said.code == 1
    assert "title (rubrik)" in said.err


async def test_a_dry_run_says_what_would_go_in_and_sends_nothing(terminal: Terminal, written: Write):
    said = await terminal(
        "import", written([a_signed_agreement(), a_signed_agreement(id="annan", type="avtal")]), "--dry-run"
    )

    assert said.code == 1
    assert "kan läsas in" in said.out
    assert "annan: fältet type" in said.err
    assert (await terminal("agreements", "--json")).json == []


async def test_a_dry_run_needs_no_system(tmp_path: Path):
    said = await Terminal({})("import", EXAMPLES, "--dry-run", "--shift-years", "auto", "--data", tmp_path, "--json")

    assert said.code == 0
    assert len(said.json) == 9


async def test_a_file_that_is_not_there_is_said_in_a_sentence(terminal: Terminal, tmp_path: Path):
    said = await terminal("import", tmp_path / "borta.yaml")

    assert said.code == 1
    assert "går inte att läsa" in said.err
    assert "Traceback" not in said.err


async def test_follow_up_records_become_reports_and_judgements_once(system: System, terminal: Terminal, written: Write):
    file = written([followed_up(a_record())])
    said = await terminal("import", file, "--json")
    happened = await events(system)
    await terminal("import", file)

    assert said.json[0]["told"] == 1
    assert await reports(system) == [("2026-02-10", 1, "Två kom.")]
    views = {view.party: view for view in (await standing(system)).focus_areas[0].commitments[0].parties}
    assert views["municipality"].fulfilment == "partly_fulfilled"
    assert views["police"].fulfilment == "not_reported"
    assert await events(system) == happened


async def test_completed_without_a_number_means_as_often_as_promised(
    system: System, terminal: Terminal, written: Write
):
    rule = {"kind": "count", "min": 3, "window": "year"}
    record = a_record(count=None, occurrence_status="completed", fulfilment="fulfilled")
    await terminal("import", written([followed_up(record, commitments=[a_written_commitment(recurrence=rule)])]))

    lines = (await system.ask(ListOccurrences(commitment="arjeplog-1"), OccurrenceLines)).occurrences
    assert [(line.done, line.target, line.state) for line in lines] == [(3, 3, "completed")]


async def test_a_record_belongs_to_the_window_that_holds_its_day_else_to_the_latest_begun(
    system: System, terminal: Terminal, written: Write
):
    rule = {"kind": "schedule", "rrule": "FREQ=MONTHLY;BYMONTHDAY=20"}
    on_the_day, between = a_record(date="2026-01-20", comment="a"), a_record(date="2026-02-25", comment="b")
    said = await terminal(
        "import", written([followed_up(on_the_day, between, commitments=[a_written_commitment(recurrence=rule)])])
    )

    assert said.code == 0, said.err
    assert await reports(system, "arjeplog-1/2026-01-20") == [("2026-01-20", 1, "a")]
    assert await reports(system, "arjeplog-1/2026-02-20") == [("2026-02-25", 1, "b")]


async def test_a_record_without_a_day_is_told_once_also_when_another_window_has_begun_since(
    system: System, terminal: Terminal, written: Write, tmp_path: Path
):
    monthly = {"kind": "count", "min": 1, "window": "month"}
    file = written([followed_up(a_record(date=None), commitments=[a_written_commitment(recurrence=monthly)])])
    await terminal("import", file)
    system.clock.forward(days=40)
    show_clock(system, tmp_path / "clock.json")
    happened = await events(system)
    said = await terminal("import", file)

    assert said.code == 0, said.err
    [(on, _, comment)] = await reports(system, "arjeplog-1/2026-03")
    assert on == "2026-03-01"
    assert comment.endswith("(Källan anger ingen dag; periodens första dag står i stället.)")
    assert await reports(system, "arjeplog-1/2026-04") == []
    assert await events(system) == happened


async def test_a_record_whose_day_has_not_come_is_told_when_the_file_is_read_again(
    system: System, terminal: Terminal, written: Write, tmp_path: Path
):
    file = written([followed_up(a_record(date="2026-03-20"))])
    early = await terminal("import", file)
    system.clock.forward(days=30)
    show_clock(system, tmp_path / "clock.json")
    await terminal("import", file)

    assert early.code == 0
    assert "Läs in filen igen från 2026-03-20" in early.err
    assert await reports(system) == [("2026-03-20", 1, "Två kom.")]


async def test_a_refused_record_is_told_and_stops_no_other(system: System, terminal: Terminal, written: Write):
    personal, too_early = a_record(comment="Ring 19811218-9876"), a_record(date="2024-01-01")
    said = await terminal("import", written([followed_up(personal, too_early, a_record())]))

    assert said.code == 1
    assert said.err.count("arjeplog-2026-ml: uppföljningen av arjeplog-1:") >= 2
    assert await reports(system) == [("2026-02-10", 1, "Två kom.")]


async def test_what_was_made_current_stays_where_it_is_a_year_later(
    system: System, terminal: Terminal, written: Write, tmp_path: Path
):
    file = written([a_signed_agreement(validity={"from": "2019-01-01", "until": "2019-12-31"})])
    await terminal("import", file, "--shift-years", "auto")
    system.clock.forward(days=365)
    show_clock(system, tmp_path / "clock.json")
    said = await terminal("import", file, "--shift-years", "auto", "--json")

    assert said.code == 0, said.err
    assert said.json[0]["years"] == 7


@pytest.mark.parametrize("years", ["x", "1.5", "9999"])
async def test_a_number_of_years_that_is_none_is_not_understood(tmp_path: Path, years: str):
    said = await Terminal({})("import", EXAMPLES, "--shift-years", years, "--data", tmp_path)

    assert said.code == 2
    assert "är inget antal år" in said.err


async def test_an_agreement_waits_for_its_plan(system: System, terminal: Terminal, written: Write):
    """The records are told although followup hears of the agreement only later."""
    said = await terminal("import", written([followed_up(a_record())]))

    async def told() -> bool:
        return len(await reports(system)) == 1

    assert said.code == 0
    await until(told, "the record is told")
