"""How are months counted, and how does an agreement go on?"""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.agreements import (
    AgreementExpired,
    AgreementExtended,
    AgreementRenewed,
    AgreementRevised,
    AgreementState,
    Carried,
    CarryOver,
)
from services.agreements import model
from services.agreements.model.renewal import last_day_after, months_after, revision_due
from services.runtime.errors import Refused
from tests.agreements.lives import AFTER, SUCCESSOR, a_successor, in_state
from tests.agreements.promised import TODAY, kinds, registered
from tests.builders import a_document, commitment_id

DAYS = st.dates(date(1990, 1, 1), date(2150, 1, 1))
MONTHS = st.integers(1, 240)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-02-28", 1, "2026-03-28"),
        ("2026-11-15", 2, "2027-01-15"),
    ],
)
def test_months_end_on_the_day_of_the_same_number_or_the_last_of_the_month(day: str, months: int, after: str):
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(after)


@pytest.mark.parametrize(
    ("last", "months", "after"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2023-02-28", 12, "2024-02-29"),  # the 28th was the whole of February, and so is the 29th
        ("2026-12-31", 6, "2027-06-30"),
        ("2026-06-30", 6, "2026-12-31"),
        ("2027-02-28", 48, "2031-02-28"),
        ("2024-02-28", 12, "2025-02-28"),
        ("2026-05-08", 1, "2026-06-08"),
    ],
)
def test_what_lasts_to_the_end_of_a_month_lasts_to_the_end_of_a_month_when_extended(last, months, after):
    assert last_day_after(date.fromisoformat(last), months) == date.fromisoformat(after)


@given(DAYS, MONTHS)
def test_months_after_any_day_is_that_many_months_later(day: date, months: int):
    after = months_after(day, months)

    assert after.year * 12 + after.month - (day.year * 12 + day.month) == months
    assert after.day == min(day.day, monthrange(after.year, after.month)[1])


@given(DAYS, DAYS, MONTHS)
def test_a_later_day_never_gives_an_earlier_end(one: date, other: date, months: int):
    first, second = sorted((one, other))

    assert months_after(first, months) <= months_after(second, months)
    assert last_day_after(first, months) <= last_day_after(second, months)
    assert last_day_after(first, months) > first


@given(DAYS, st.integers(1, 24), st.integers(1, 24))
def test_an_extension_that_follows_another_is_as_long_as_both_where_every_month_has_the_day(day, first, second):
    last = day.replace(day=monthrange(day.year, day.month)[1])

    assert last_day_after(last_day_after(last, first), second) == last_day_after(last, first + second)
    early = day.replace(day=min(day.day, 27))
    assert last_day_after(last_day_after(early, first), second) == last_day_after(early, first + second)


def test_extending_by_months_moves_the_last_day_by_as_many():
    longer, facts = model.extend_by_months(registered(), 6, "Nytt löfte dröjer", TODAY)

    assert longer.validity.until == date(2027, 6, 30)
    assert kinds(facts) == [AgreementExtended]


def test_an_extension_beyond_the_last_day_that_can_be_told_is_refused():
    with pytest.raises(Refused, match="Fältet months: 2200-01-31 ligger efter 2199-12-31"):
        model.extend_by_months(registered(a_document(until="2199-11-30")), 2, "Nytt löfte dröjer", TODAY)


def test_a_draft_of_a_far_day_is_shown_with_the_last_day_that_can_be_told():
    draft, _ = model.draft(a_document(since="2199-01-01", until=None, revision_interval_months=240))

    assert model.card(draft, ()).revision_due == date(2199, 12, 31)


def test_what_has_expired_applies_again_when_extended():
    longer, facts = in_state(AgreementState.EXPIRED).extend(date(2027, 6, 30), "Glömdes bort", AFTER)

    assert longer.state is AgreementState.ACTIVE
    assert kinds(facts) == [AgreementExtended]
    assert longer.next_change == date(2027, 7, 1)


def test_what_is_extended_to_a_day_that_has_passed_has_expired_once_more():
    longer, facts = in_state(AgreementState.EXPIRED).extend(date(2027, 1, 31), "I efterhand", AFTER)

    assert longer.state is AgreementState.EXPIRED
    assert facts[1:] == (AgreementExpired(agreement_id=longer.id, on=date(2027, 2, 1)),)


def test_an_open_ended_agreement_is_revised_at_its_interval():
    agreement = registered(a_document(until=None, revision_interval_months=36, since="2014-10-01"))
    assert revision_due(agreement) == date(2017, 10, 1)

    revised, facts = model.revise(agreement, date(2025, 10, 14), "gemensam styrgrupp", TODAY)

    assert facts == (
        AgreementRevised(
            agreement_id=revised.id, on=date(2025, 10, 14), forum="gemensam styrgrupp", next_on=date(2028, 10, 14)
        ),
    )
    assert revision_due(revised) == date(2028, 10, 14)


def test_what_has_no_interval_may_be_revised_and_has_no_next_day():
    revised, facts = model.revise(registered(), TODAY, "BRÅ", TODAY)

    assert facts[0].next_on is None
    assert revised.life.revised_on == TODAY


def test_a_revision_is_neither_to_come_nor_before_the_last():
    revised, _ = model.revise(registered(), TODAY, "BRÅ", TODAY)

    with pytest.raises(Refused, match="ligger i framtiden"):
        model.revise(revised, TODAY + timedelta(days=1), "BRÅ", TODAY)
    with pytest.raises(Refused, match="2026-02-01 ligger före 2026-03-02"):
        model.revise(revised, date(2026, 2, 1), "BRÅ", TODAY)


def test_a_revision_and_a_renewal_that_are_told_again_are_told_once():
    revised, _ = model.revise(registered(), TODAY, "BRÅ", TODAY)
    assert model.revise(revised, TODAY, "BRÅ", TODAY) == (revised, ())

    old, goes_on = in_state(AgreementState.EXPIRED), (CarryOver(was="arjeplog-1", now="ny-1"),)
    new, _ = model.renew(a_successor(), old, goes_on, AFTER)
    assert model.renew(new, old, goes_on, AFTER) == (new, ())
    _, more = model.renew(new, old, (*goes_on, CarryOver(was="arjeplog-1", now="ny-2")), AFTER)
    assert len(more) == 1


def test_a_renewal_names_the_old_agreement_and_what_goes_on():
    old = in_state(AgreementState.EXPIRED)
    new, facts = model.renew(a_successor(), old, (CarryOver(was="arjeplog-1", now="ny-1"),), AFTER)

    assert facts == (
        AgreementRenewed(
            agreement_id=new.id,
            renews=old.id,
            carried=(Carried(was=commitment_id(), now=commitment_id("ny-1", SUCCESSOR)),),
            on=AFTER,
        ),
    )
    assert [one.entry.carried_over for one in new.commitments] == [True, False]
    assert new.life.renews == (old.id,)


def test_a_renewal_carries_over_only_what_both_promise():
    old = in_state(AgreementState.EXPIRED)

    with pytest.raises(Refused, match="Det finns inget åtagande borta i arjeplog-2026-ml"):
        model.renew(a_successor(), old, (CarryOver(was="borta", now="ny-1"),), AFTER)
    with pytest.raises(Refused, match=f"Det finns inget åtagande borta i {SUCCESSOR}"):
        model.renew(a_successor(), old, (CarryOver(was="arjeplog-1", now="borta"),), AFTER)
    with pytest.raises(Refused, match="förnya sig själv"):
        model.renew(registered(), registered(), (), TODAY)
