"""A mailed link opens one form for one function until its last day, and cannot be made by anybody else."""

from datetime import date
from uuid import uuid4

import pytest

from schemas.base import Party
from services.runtime.errors import Refused
from services.runtime.links import Link, make_link_token, read_link_token

KEY = "a key for tests, long enough to sign with"
LINK = Link(uuid4(), uuid4(), Party.POLICE, "0136")
LAST = date(2026, 3, 31)


def test_a_link_is_read_as_it_was_made_up_to_its_last_day():
    token = make_link_token(KEY, LINK, LAST)

    assert read_link_token(KEY, token, LAST) == LINK
    assert len(token) < 100
    nobodys = Link(uuid4(), uuid4(), Party.MUNICIPALITY)
    assert read_link_token(KEY, make_link_token(KEY, nobodys, LAST), LAST) == nobodys


def test_a_link_is_refused_the_day_after():
    with pytest.raises(Refused, match="2026-03-31"):
        read_link_token(KEY, make_link_token(KEY, LINK, LAST), date(2026, 4, 1))


@pytest.mark.parametrize(
    "token",
    ["", "x", ".", "å", "a" * 5000, make_link_token("another key", LINK, LAST)],
    ids=["nothing", "a letter", "a dot", "not ASCII", "very long", "another key"],  # stable: tests run side by side
)
def test_what_we_did_not_make_is_refused(token: str):
    with pytest.raises(Refused, match="inte giltig"):
        read_link_token(KEY, token, LAST)


def test_a_link_with_one_letter_changed_is_refused():
    token = make_link_token(KEY, LINK, LAST)
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        try:
            read = read_link_token(KEY, token[:place] + other + token[place + 1 :], LAST)
        except Refused:
            continue
        assert read == LINK, "only bits that carry nothing may differ"
