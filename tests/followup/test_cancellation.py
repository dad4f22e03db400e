"""One occurrence may be cancelled, by decision of a forum; the rest of the commitment stands."""

import json

import pytest

from schemas import progress
from schemas.agreements import AgreementExtended, Count, Window
from schemas.followup import (
    CancelOccurrence,
    ExplainOccurrence,
    ListDue,
    ListOccurrences,
    OccurrenceCancelled,
    OccurrenceState,
    ReminderDue,
    ShowOccurrence,
)
from services.followup.model.cancellation import cancel
from services.runtime.errors import Refused
from tests.builders import a_commitment, a_document
from tests.followup.following import Following, a_report, signed
from tests.followup.values import an_occurrence, day

TODAY = day("2026-03-02")


def a_wish(of: str = "x", reason: str = "Torget byggs om", forum: str = "Lokala BRÅ") -> CancelOccurrence:
    return CancelOccurrence(occurrence=of, reason=reason, forum=forum)


def test_a_cancelled_one_says_why_and_who_decided():
    gone, fact = cancel(an_occurrence(), a_wish(), TODAY)
    assert (gone.state, gone.cancelled_on) == (OccurrenceState.CANCELLED, TODAY)
    assert (fact.reason, fact.forum) == ("Torget byggs om", "Lokala BRÅ")


@pytest.mark.parametrize(
    ("state", "wish", "sentence"),
    [
        (OccurrenceState.COMPLETED, a_wish(), "redan avslutat"),
        (OccurrenceState.CANCELLED, a_wish(), "redan avslutat"),
        (OccurrenceState.PLANNED, a_wish(reason=" "), "Skälet saknas"),
        (OccurrenceState.PLANNED, a_wish(forum=" "), "forum"),
        (OccurrenceState.PLANNED, a_wish(reason="Anna 811218-9876 slutar"), "personnummer"),
    ],
)
def test_a_cancellation_that_cannot_be_is_refused(state: OccurrenceState, wish: CancelOccurrence, sentence: str):
    with pytest.raises(Refused, match=sentence):
        cancel(an_occurrence(state=state), wish, TODAY)


async def test_nobody_is_reminded_of_it_and_the_counties_are_told_without_the_reason(followup: Following):
    document = a_document(commitments=(a_commitment(recurrence=Count(min=1, window=Window.HALF_YEAR)),))
    await followup.hear(*signed(document))
    await followup.tell(a_wish("arjeplog-1/2026-H1"))
    assert [type(fact) for fact in followup.said[-2:]] == [OccurrenceCancelled, progress.OccurrenceCancelled]
    assert "Torget" not in followup.said[-1].model_dump_json()

    followup.clock.set("2026-09-15T09:00")
    await followup.let_time_work()
    assert followup.heard(ReminderDue) == []
    due = await followup.ask(ListDue(until=day("2026-12-31")))
    assert [line.slug for line in due.occurrences] == ["arjeplog-1/2026-H2"]
    explained = await followup.ask(ExplainOccurrence(occurrence="arjeplog-1/2026-H1"))
    assert explained.sentences[-1] == "Tillfället utgår sedan 2026-03-02 efter beslut av Lokala BRÅ: Torget byggs om."
    assert {one.state for one in explained.reminders} == {"cancelled"}


async def test_what_is_cancelled_takes_no_reports(followup: Following):
    await followup.hear(*signed(a_document()))
    await followup.tell(a_wish("arjeplog-1/2026"))
    with pytest.raises(Refused, match="utgår"):
        await followup.tell(a_report("arjeplog-1/2026"))


async def test_the_card_shows_what_it_depends_on_and_refers_to(followup: Following):
    begun, added, signed_ = signed(a_document())
    refers = {
        "depends_on": "Att belysningen är utbytt",
        "carried_over": True,
        "methods": ["safety_walk"],
        "arenas": ["society"],
        "steering_documents": ["council_programme"],
    }
    told = type(added).model_validate_json(json.dumps(added.model_dump(mode="json") | refers))
    await followup.hear(begun, told, signed_)
    card = await followup.ask(ShowOccurrence(occurrence="arjeplog-1/2026"))
    assert card.model_dump(mode="json", include=set(refers)) == refers
    explained = await followup.ask(ExplainOccurrence(occurrence="arjeplog-1/2026"))
    assert explained.sentences[0] == "Det förutsätter: Att belysningen är utbytt."


async def test_what_a_forum_has_cancelled_stays_so_when_the_agreement_runs_longer(followup: Following):
    document = a_document()
    await followup.hear(*signed(document))
    await followup.tell(a_wish("arjeplog-1/2026"))

    last = day("2026-12-31")
    await followup.hear(
        AgreementExtended(agreement_id=document.id, until=day("2027-12-31"), was_until=last, reason="Ett år till")
    )

    found = await followup.ask(ListOccurrences(commitment="arjeplog-1"))
    states = {line.slug: line.state for line in found.occurrences}
    assert states["arjeplog-1/2026"] is OccurrenceState.CANCELLED
