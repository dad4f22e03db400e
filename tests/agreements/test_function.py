"""Who holds a function on which day, and who stands in? What has been stays as it was."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.agreements import (
    FunctionMailboxChanged,
    HolderAppointed,
    HolderEnded,
    SubstituteAppointed,
    SubstituteEnded,
)
from services.agreements.model import Function, Holder, Substitute
from services.runtime.errors import Refused
from tests.agreements.held import BEGAN, TODAY, a_day, held
from tests.agreements.promised import kinds

ANNA, BO, CILLA = "anna@example.se", "bo@example.se", "cilla@example.se"
MID_JULY, JULY, END_OF_JULY, AUGUST = (date(2026, 7, 15), date(2026, 7, 1), date(2026, 7, 31), date(2026, 8, 1))


def mailbox_on(function: Function, day: date) -> str | None:
    holder = function.holder_on(day)
    return holder.mailbox if holder else None


def test_a_new_holder_begins_on_its_day_and_the_old_one_ends_the_day_before():
    function, facts = held(ANNA).appoint_holder(Holder(JULY, BO), TODAY)

    assert facts == (HolderAppointed(function_id=function.id, since=JULY, until=None),)
    assert mailbox_on(function, JULY - a_day) == ANNA
    assert mailbox_on(function, JULY) == BO
    assert [(one.mailbox, one.until) for one in function.holders_from(TODAY)] == [(ANNA, JULY - a_day), (BO, None)]


def test_the_old_holder_does_not_come_back_when_the_new_one_ends():
    function, _ = held(ANNA).appoint_holder(Holder(JULY, BO, until=END_OF_JULY), TODAY)

    assert mailbox_on(function, END_OF_JULY) == BO
    assert mailbox_on(function, AUGUST) is None


def test_mail_goes_another_way_at_once_when_the_holder_changes_today():
    function, facts = held(ANNA).appoint_holder(Holder(TODAY, BO), TODAY)

    assert kinds(facts) == [HolderAppointed, FunctionMailboxChanged]
    assert mailbox_on(function, TODAY) == BO


def test_one_more_from_the_same_day_takes_the_place_of_the_first():
    function, _ = held(ANNA).appoint_holder(Holder(JULY, BO), TODAY)
    function, _ = function.appoint_holder(Holder(JULY, CILLA), TODAY)

    assert mailbox_on(function, JULY) == CILLA
    assert len(function.holders) == 2


def test_one_appointed_for_later_still_comes_after_a_change_today():
    function, _ = held(ANNA).appoint_holder(Holder(JULY, BO), TODAY)
    function, _ = function.appoint_holder(Holder(TODAY, CILLA), TODAY)

    assert mailbox_on(function, JULY - a_day) == CILLA
    assert mailbox_on(function, JULY) == BO


def test_appointing_whom_it_has_already_says_nothing():
    function, _ = held(ANNA).appoint_holder(Holder(JULY, BO, "Vikarie"), TODAY)

    assert function.appoint_holder(Holder(JULY, BO, "Vikarie"), TODAY) == (function, ())


def test_a_holder_ends_on_its_last_day_and_nobody_follows():
    function, facts = held(ANNA).end_holder(END_OF_JULY, TODAY)

    assert facts == (HolderEnded(function_id=function.id, on=END_OF_JULY),)
    assert mailbox_on(function, END_OF_JULY) == ANNA
    assert mailbox_on(function, AUGUST) is None
    assert function.end_holder(END_OF_JULY, TODAY) == (function, ())


def test_a_holder_that_ended_yesterday_gets_nothing_today():
    function, facts = held(ANNA).end_holder(TODAY - a_day, TODAY)

    assert kinds(facts) == [HolderEnded, FunctionMailboxChanged]
    assert mailbox_on(function, TODAY) is None


def test_a_holder_that_is_not_there_cannot_end():
    function, _ = held(ANNA).end_holder(TODAY, TODAY)

    with pytest.raises(Refused, match=r"Funktionen samordnare har ingen innehavare 2026-08-01\."):
        function.end_holder(AUGUST, TODAY)


def test_a_substitute_stands_in_from_the_first_day_to_the_last_both_included():
    school = held(BO, "skola")
    function, facts = held(ANNA).appoint_substitute(Substitute(school.id, JULY, END_OF_JULY), TODAY)

    appointed = SubstituteAppointed(function_id=function.id, substitute_id=school.id, since=JULY, until=END_OF_JULY)
    assert facts == (appointed,)
    days = [JULY - a_day, JULY, END_OF_JULY, AUGUST]
    assert [function.substitute_on(day) for day in days] == [None, school.id, school.id, None]


def test_a_substitute_that_begins_today_changes_where_mail_goes_today():
    school = held(BO, "skola")
    function, facts = held(ANNA).appoint_substitute(Substitute(school.id, TODAY, JULY), TODAY)
    _, ended = function.end_substitute(school.id, TODAY - a_day, TODAY)

    assert kinds(facts) == [SubstituteAppointed, FunctionMailboxChanged]
    assert kinds(ended) == [SubstituteEnded, FunctionMailboxChanged]


def test_there_is_one_substitute_a_day():
    school, leisure = held(BO, "skola"), held(CILLA, "fritid")
    function, _ = held(ANNA).appoint_substitute(Substitute(school.id, JULY, END_OF_JULY), TODAY)

    with pytest.raises(Refused, match=r"har redan en ersättare 2026-07-01–2026-07-31\. Avsluta den först\."):
        function.appoint_substitute(Substitute(leisure.id, END_OF_JULY, AUGUST), TODAY)
    after, _ = function.appoint_substitute(Substitute(leisure.id, AUGUST, AUGUST), TODAY)
    assert after.substitute_on(AUGUST) == leisure.id


def test_ending_a_substitute_drops_what_was_planned_later_but_nobody_else():
    school, leisure = held(BO, "skola"), held(CILLA, "fritid")
    function = held(ANNA)
    for one in (
        Substitute(school.id, JULY, END_OF_JULY),
        Substitute(leisure.id, AUGUST, AUGUST),
        Substitute(school.id, AUGUST + a_day, AUGUST + a_day),
    ):
        function, _ = function.appoint_substitute(one, TODAY)
    function, facts = function.end_substitute(school.id, MID_JULY, TODAY)

    assert facts == (SubstituteEnded(function_id=function.id, substitute_id=school.id, on=MID_JULY),)
    assert function.substitutes == (Substitute(school.id, JULY, MID_JULY), Substitute(leisure.id, AUGUST, AUGUST))
    with pytest.raises(Refused, match="har ingen sådan ersättare efter 2026-07-15"):
        function.end_substitute(school.id, MID_JULY, TODAY)


def test_nobody_is_a_substitute_for_itself():
    function = held(ANNA)

    with pytest.raises(Refused, match="kan inte vara ersättare för sig själv"):
        function.appoint_substitute(Substitute(function.id, JULY, AUGUST), TODAY)


YESTERDAY = TODAY - a_day


@pytest.mark.parametrize(
    "change",
    [
        lambda function: function.appoint_holder(Holder(YESTERDAY, BO), TODAY),
        lambda function: function.end_holder(YESTERDAY - a_day, TODAY),
        lambda function: function.appoint_substitute(Substitute(held(BO, "skola").id, YESTERDAY, AUGUST), TODAY),
        lambda function: function.end_substitute(held(BO, "skola").id, YESTERDAY - a_day, TODAY),
    ],
    ids=["appoint holder", "end holder", "appoint substitute", "end substitute"],
)
def test_what_has_been_is_not_changed(change):
    with pytest.raises(Refused, match="Det som har varit ändras inte: ändringen kan gälla tidigast från i dag"):
        change(held(ANNA))


def test_a_last_day_before_the_first_is_refused():
    with pytest.raises(Refused, match="Fältet until: sista dagen 2026-07-01 ligger före första dagen 2026-07-31"):
        held(ANNA).appoint_holder(Holder(END_OF_JULY, BO, until=JULY), TODAY)
    with pytest.raises(Refused, match="Fältet until: sista dagen"):
        held(ANNA).appoint_substitute(Substitute(held(BO, "skola").id, END_OF_JULY, JULY), TODAY)


def test_a_label_that_names_a_persons_number_is_refused():
    with pytest.raises(Refused, match="Fältet label ser ut att innehålla ett personnummer"):
        held(ANNA).appoint_holder(Holder(TODAY, BO, "Bo 640823-3234"), TODAY)


def test_a_document_names_the_latest_holder_also_one_who_has_left():
    function, _ = held(ANNA).end_holder(TODAY, TODAY)

    assert function.entry(AUGUST).mailbox == ANNA


DAYS = st.integers(0, 40).map(lambda days: BEGAN + timedelta(days=days))
LASTING = st.none() | st.integers(0, 20)
CHANGES = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 15), LASTING), max_size=8)
"""Days since the change before, days ahead, and how long (None: open)."""


@settings(max_examples=300, deadline=None)
@given(changes=CHANGES, looked_at=st.lists(DAYS, min_size=1, max_size=20))
def test_whoever_was_holder_before_a_change_never_gets_mail_after_it(changes, looked_at: list[date]):
    function, today = held("0@example.se"), BEGAN
    for number, (passed, ahead, lasts) in enumerate(changes, start=1):
        today += timedelta(days=passed)
        since = today + timedelta(days=ahead)
        new = Holder(since, f"{number}@example.se", until=None if lasts is None else since + timedelta(days=lasts))
        before = function
        function, facts = function.appoint_holder(new, today)

        assert mailbox_on(function, since) == new.mailbox
        earlier = {one.mailbox for one in before.holders if one.since <= since}
        for day in looked_at:
            if day >= since:
                assert mailbox_on(function, day) not in earlier
            else:
                assert mailbox_on(function, day) == mailbox_on(before, day)
        assert (FunctionMailboxChanged in kinds(facts)) is (since == today)


@settings(max_examples=200, deadline=None)
@given(
    changes=st.lists(st.tuples(st.booleans(), st.integers(0, 10), st.integers(-3, 15), LASTING), max_size=10),
    looked_at=st.lists(DAYS, min_size=1, max_size=20),
)
def test_no_change_rewrites_a_day_that_has_been(changes, looked_at: list[date]):
    function, school, today = held("0@example.se"), held(BO, "skola").id, BEGAN
    for substitute, passed, ahead, lasts in changes:
        today += timedelta(days=passed)
        day, before = today + timedelta(days=ahead), function
        until = day + timedelta(days=lasts or 0)
        try:
            if substitute and lasts is None:
                function, _ = function.end_substitute(school, day, today)
            elif substitute:
                function, _ = function.appoint_substitute(Substitute(school, day, until), today)
            elif lasts is None:
                function, _ = function.end_holder(day, today)
            else:
                function, _ = function.appoint_holder(Holder(day, "ny@example.se", until=until), today)
        except Refused:
            continue
        for seen in looked_at:
            if seen < today:
                assert mailbox_on(function, seen) == mailbox_on(before, seen)
                assert function.substitute_on(seen) == before.substitute_on(seen)
