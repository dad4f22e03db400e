"""Is a list that is cut the right part of it, and does it say so? And a count is never cut."""

from collections import Counter

import pytest

from schemas.agreements import AgreementTerminated, Count, Once, Season, Window
from schemas.base import Party
from schemas.followup import (
    CancelMeeting,
    CancelOccurrence,
    CountByMonth,
    CountOverdue,
    ListDue,
    ListMeetings,
    ListOccurrences,
    PauseOccurrence,
    PlanMeetings,
)
from services.runtime.errors import Refused
from tests.builders import AGREEMENT, a_commitment, a_document, agreement_id
from tests.followup.following import Following, a_report, signed
from tests.followup.values import day

OTHER = "mala-2026-ml"


@pytest.fixture
async def few(followup: Following, monkeypatch: pytest.MonkeyPatch) -> Following:
    """Lists are cut after two lines. Malå in another county has what is most urgent."""
    for module in ("handlers.questions", "handlers.meeting_questions", "store.occurrences", "store.meetings"):
        monkeypatch.setattr(f"services.followup.{module}.MOST_LINES", 2)
    mine = tuple(a_commitment(f"min-{nr}", due=f"2026-03-{10 + nr}") for nr in range(3))
    theirs = tuple(a_commitment(f"din-{nr}", due=f"2026-03-0{2 + nr}", agreement=OTHER) for nr in range(3))
    await followup.hear(*signed(a_document(commitments=mine)))
    await followup.hear(*signed(a_document(OTHER, municipalities=("2418",), commitments=theirs)))
    return followup


async def test_what_is_due_elsewhere_takes_no_room_and_what_is_cut_is_told(few: Following):
    async def due(**where: object) -> tuple[list[str], bool]:
        answer = await few.ask(ListDue(**where))
        return [one.slug for one in answer.occurrences], answer.more

    assert await due() == (["din-0/once", "din-1/once"], True)
    assert await due(places=("25",)) == (["min-0/once", "min-1/once"], True)
    assert await due(places=("2506", "24"), until=day("2026-03-03")) == (["din-0/once", "din-1/once"], False)
    assert await due(places=("2506",), agreement=OTHER) == ([], False)
    with pytest.raises(Refused, match="9999"):
        await due(places=("9999",))
    year = await few.ask(ListOccurrences(agreement=AGREEMENT, since=day("2026-01-01"), until=day("2026-12-31")))
    assert (len(year.occurrences), year.more) == (2, True)


async def test_the_meetings_nearest_to_today_are_told_on_both_sides(few: Following):
    for slug in (AGREEMENT, OTHER):
        planned = tuple(day(f"2026-{month:02}-16") for month in (3, 4, 6, 9, 10, 11))
        await few.tell(PlanMeetings(agreement=slug, days=planned))
        for number in range(1, 4):
            await few.tell(CancelMeeting(meeting=f"{slug}/meeting-{number}", reason="Inställt"))

    answer = await few.ask(ListMeetings(places=("2506",)))

    assert [str(one.on)[5:] for one in answer.meetings] == ["04-16", "06-16", "09-16", "10-16"]
    assert (answer.earlier, answer.later) == (True, True)
    coming = await few.ask(ListMeetings(agreement=AGREEMENT, coming=True))
    assert [str(one.on)[5:] for one in coming.meetings] == ["09-16", "10-16"]
    assert (coming.earlier, coming.later) == (False, True)


async def test_what_is_overdue_in_a_county_is_counted_as_the_lists_have_it_but_for_agreements_that_have_ended(
    followup: Following,
):
    commitments = (
        a_commitment("vecka", Count(min=1, window=Window.WEEK)),
        a_commitment("var", Once(season=Season.WINTER, per_municipality=True)),
        a_commitment("vilar", due="2026-02-01"),
        a_commitment("gjord", due="2026-02-01"),
    )
    await followup.hear(*signed(a_document(municipalities=("2505", "2506"), commitments=commitments)))
    ended = a_document(OTHER, commitments=(a_commitment("slut", due="2026-02-01", agreement=OTHER),))
    await followup.hear(*signed(ended))
    why = {"reason": "Ny överenskommelse", "forum": "Styrgruppen"}
    await followup.hear(AgreementTerminated(agreement_id=agreement_id(OTHER), on=day("2026-02-20"), **why))
    paused = PauseOccurrence(occurrence="vilar/once", by=Party.POLICE, reason="Vägarbete")
    await followup.tell(paused)
    await followup.tell(a_report("gjord/once"))

    due = (await followup.ask(ListDue())).occurrences
    late = [one for one in due if one.overdue_days and one.agreement_slug == AGREEMENT]
    listed = Counter(code for one in late for code in ([one.municipality] if one.municipality else ["2505", "2506"]))
    told = (await followup.ask(CountOverdue(county="25"))).counts

    assert {one.municipality: one.occurrences for one in told} == dict(listed)
    assert listed["2505"] > 1
    assert "slut/once" in {one.slug for one in due if one.overdue_days}
    assert (await followup.ask(CountOverdue(county="24"))).counts == ()


async def test_what_was_due_in_a_county_is_counted_by_month_and_municipality_with_what_of_it_is_completed(
    followup: Following,
):
    """From the first of April 2025 until yesterday, the first of March 2026."""
    due = {"fore": "2025-03-31", "forst": "2025-04-01", "nyss": "2026-03-01", "idag": "2026-03-02"}
    due |= dict.fromkeys(("gjord", "ogjord", "vilar", "utgar"), "2026-02-27")
    both = Once(due=day("2026-02-28"), per_municipality=True)
    promised = (*(a_commitment(slug, due=day) for slug, day in due.items()), a_commitment("var", both))
    document = {"since": "2025-01-01", "municipalities": ("2505", "2506")}
    await followup.hear(*signed(a_document(**document, commitments=promised)))
    theirs = (a_commitment("din", due="2026-02-27", agreement=OTHER),)
    await followup.hear(*signed(a_document(OTHER, municipalities=("2418",), commitments=theirs)))
    await followup.tell(a_report("gjord/once"))
    await followup.tell(PauseOccurrence(occurrence="vilar/once", by=Party.POLICE, reason="Vägarbete"))
    await followup.tell(CancelOccurrence(occurrence="utgar/once", reason="Torget byggs om", forum="Styrgruppen"))

    told = await followup.ask(CountByMonth(county="25"))

    assert (told.since, told.until) == (day("2025-04-01"), day("2026-03-01"))
    counted = {(one.municipality, str(one.month)[:7]): (one.occurrences, one.completed) for one in told.counts}
    each = {"2025-04": (1, 0), "2026-02": (3, 1), "2026-03": (1, 0)}
    assert counted == {(code, month): said for code in ("2505", "2506") for month, said in each.items()}
    assert (await followup.ask(CountByMonth(county="24"))).counts[0].occurrences == 1
    assert (await followup.ask(CountByMonth(county="01"))).counts == ()
