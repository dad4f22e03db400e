"""Whom does mail to a function reach? The last substitute of a chain, and nobody for ever in a circle."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.agreements import Mailbox
from services.agreements.model import Function, Holder, Substitute, mailbox
from services.agreements.model.reaching import reached
from tests.agreements.held import BEGAN, TODAY, a_day, held

TOMORROW = TODAY + a_day
A, B, C = (held(f"{letter}@example.se", letter) for letter in "abc")


def absent(function: Function, substitute: Function, since: date = TODAY, until: date = TODAY) -> Function:
    return replace(function, substitutes=(Substitute(substitute.id, since, until),))


def vacant(function: Function) -> Function:
    return replace(function, holders=(replace(function.holders[0], until=BEGAN),))


def role_reached(*functions: Function, day: date = TODAY) -> str | None:
    """By what is sent to the first of them."""
    found = reached(functions[0].id, {one.id: one for one in functions}, day)
    return found.role if found else None


def test_mail_reaches_todays_holder():
    assert role_reached(A) == "a"


def test_a_substitute_gets_the_mail_while_the_holder_is_away_and_not_a_day_longer():
    away = absent(A, B)

    assert [role_reached(away, B, day=day) for day in (TODAY - a_day, TODAY, TOMORROW)] == ["a", "b", "a"]


def test_a_substitute_gets_the_mail_of_a_function_without_a_holder():
    assert role_reached(absent(vacant(A), B), B) == "b"


def test_the_substitute_of_a_substitute_gets_the_mail():
    assert role_reached(absent(A, B), absent(B, C), C) == "c"


def test_a_circle_of_substitutes_ends_at_the_first_that_has_a_holder():
    circle = (absent(A, B), absent(B, C), absent(C, A))

    assert role_reached(*circle) == "a"
    assert role_reached(vacant(circle[0]), *circle[1:]) == "b"
    assert role_reached(vacant(circle[0]), vacant(circle[1]), circle[2]) == "c"
    assert role_reached(*(vacant(one) for one in circle)) is None


def test_a_circle_further_on_ends_too():
    assert role_reached(absent(vacant(A), B), absent(vacant(B), C), absent(C, B)) == "c"


def test_when_the_last_substitute_has_no_holder_the_first_on_the_way_that_has_one_gets_it():
    assert role_reached(absent(A, B), absent(B, C), vacant(C)) == "a"
    assert role_reached(absent(vacant(A), B), absent(B, C), vacant(C)) == "b"


def test_nobody_is_reached_when_nobody_on_the_way_has_a_holder():
    assert role_reached(vacant(A)) is None
    assert role_reached(absent(vacant(A), B), vacant(B)) is None


def test_the_answer_tells_which_function_was_reached_and_for_whom():
    away = absent(A, B)

    assert mailbox(away, {away.id: away, B.id: B}, TODAY) == Mailbox(
        function_id=A.id,
        role="a",
        party=A.party,
        mailbox="b@example.se",
        reached=B.responsible,
        municipality=A.municipality,
    )
    assert mailbox(B, {B.id: B}, TODAY).reached is None
    assert mailbox(vacant(B), {B.id: vacant(B)}, TODAY).mailbox == ""


IDS = tuple(held(role=f"f{number}").id for number in range(5))
TERM = st.tuples(st.sampled_from(IDS), st.integers(0, 10), st.integers(0, 6))


def a_function_of(id_: UUID, begins: int, lasts: int | None, terms: list[tuple[UUID, int, int]]) -> Function:
    function = replace(held(), id=id_, role=str(IDS.index(id_)), holders=(Holder(day(begins), f"{id_}@example.se"),))
    if lasts is not None:
        function = replace(function, holders=(replace(function.holders[0], until=day(begins + lasts)),))
    for substitute, first, length in terms:
        one = Substitute(substitute, day(first), day(first + length))
        if substitute != id_ and not any(o.since <= one.until and one.since <= o.until for o in function.substitutes):
            function = replace(function, substitutes=(*function.substitutes, one))
    return function


def day(number: int) -> date:
    return BEGAN + timedelta(days=number)


@st.composite
def staffs(draw: st.DrawFn) -> dict[UUID, Function]:
    return {
        id_: a_function_of(
            id_,
            draw(st.integers(0, 8)),
            draw(st.none() | st.integers(0, 8)),
            draw(st.lists(TERM, max_size=3)),
        )
        for id_ in IDS
    }


@settings(max_examples=500, deadline=None)
@given(staff=staffs(), number=st.integers(0, 16))
def test_any_chain_on_any_day_ends_at_the_last_substitute_or_at_the_first_who_is_there(staff, number: int):
    today = day(number)
    for first in IDS:
        chain = [first]
        while (after := staff[chain[-1]].substitute_on(today)) and after not in chain:
            chain.append(after)
        there = [id_ for id_ in chain if staff[id_].holder_on(today)]
        found = reached(first, staff, today)

        if not there:
            assert found is None
        elif after is None and chain[-1] in there:
            assert found == staff[chain[-1]]
        else:
            assert found == staff[there[0]]


@settings(max_examples=200, deadline=None)
@given(staff=staffs(), number=st.integers(0, 16))
def test_nobody_gets_mail_on_a_day_on_which_they_hold_nothing(staff, number: int):
    for one in staff.values():
        to = mailbox(one, staff, day(number))
        holders = [other.holder_on(day(number)) for other in staff.values()]

        assert to.mailbox in {"", *(holder.mailbox for holder in holders if holder)}


@pytest.mark.parametrize("length", [1, 2, 50, 1000])
def test_a_chain_may_be_as_long_as_it_likes(length: int):
    chain = [held(role=f"f{number}") for number in range(length)]
    linked = [absent(one, after) for one, after in pairwise(chain)]

    assert role_reached(*linked, chain[-1]) == f"f{length - 1}"
