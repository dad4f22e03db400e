"""Whatever agreements accepts, followup plans: the two must never disagree on what a rule means."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from schemas.agreements import Anchor, Continuous, Count, Once, OnDemand, Recurrence, Schedule, Season, Validity, Window
from schemas.rule_words import rule_in_words
from services.agreements.model import recurrence as agreements
from services.followup.model.recurrence import plan
from services.followup.model.words import explain
from services.runtime.errors import Refused

COMMITMENT = UUID("00000000-0000-4000-8000-000000000001")
WINDOWS = st.sampled_from(Window)
COUNTS = st.builds(
    Count,
    min=st.integers(1, 10_000),
    window=WINDOWS,
    anchor=st.sampled_from(Anchor),
    averaged=st.booleans(),
    evaluated_over=st.none() | WINDOWS,
    per_municipality=st.booleans(),
)
ONCES = st.builds(
    Once,
    due=st.none() | st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    season=st.none() | st.sampled_from(Season),
    year=st.none() | st.integers(1990, 2199),
)
PARTS = st.sampled_from(["FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"])
VALUES = st.sampled_from(
    (
        *("DAILY", "WEEKLY", "MONTHLY", "YEARLY", "MO", "5FR", "-1SU", "MO,TU", "20261224", "20270101T000000Z", ""),
        *("0", "1", "2", "-1", "31", "15,40", "5,13", "366", "1000000"),
    )
)
SCHEDULES = st.lists(st.tuples(PARTS, VALUES), min_size=1, max_size=4).map(
    lambda parts: Schedule(rrule=";".join(f"{name}={value}" for name, value in parts)[:200].ljust(6, ";"))
)
RULES: st.SearchStrategy[Recurrence] = st.one_of(COUNTS, ONCES, SCHEDULES, st.just(Continuous()), st.just(OnDemand()))


@given(
    RULES,
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.none() | st.integers(0, 1500) | st.just(40_000),
)
def test_whatever_agreements_accepts_followup_plans_and_explains(rule, since, days):
    validity = Validity(since=since, until=None if days is None else since + timedelta(days=days))
    try:
        agreements.check(rule, validity, "x")
    except Refused as no:
        assert str(no).startswith("Åtagandet x: fält")  # noqa: PT017  the sentence names the field
        return
    planned = plan(COMMITMENT, "x", rule, validity, ("1415", "2506"), since + timedelta(days=400))
    assert len({one.id for one in planned}) == len(planned)
    for one in planned[:3]:
        assert explain(rule, validity, one)
        assert "2199-12-31" not in " ".join(explain(rule, validity, one))
    assert rule_in_words(rule)
