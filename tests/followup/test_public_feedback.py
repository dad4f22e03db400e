"""What have residents been told of the promises made to them, and when are they owed an answer?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import progress
from schemas.agreements import AgreementState, AgreementType, Validity
from schemas.followup import FeedbackLine, FeedbackState, ListPublicFeedback, RecordPublicFeedback, ResidentsInformed
from services.followup.model.public_feedback import Feedback, line, owed_on
from services.runtime.errors import Refused
from tests.builders import AGREEMENT, a_document
from tests.followup.following import Following, drafted, signed
from tests.followup.values import an_agreement, day

WEB = "https://arjeplog.example.se/lofte"
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def a_feedback(on: str = "2026-03-01", **changes: object) -> RecordPublicFeedback:
    fields = {"agreement": AGREEMENT, "on": day(on), "channel": "Kommunens webbplats", "url": WEB}
    return RecordPublicFeedback.model_validate(fields | changes)


def an_expired_promise(until: str = "2026-01-31", **changes: object):
    document = a_document(since="2025-02-01", until=until)
    return an_agreement(document, **{"state": AgreementState.EXPIRED} | changes)


async def stand(followup: Following, **where: object) -> list[FeedbackLine]:
    return list((await followup.ask(ListPublicFeedback(**where))).agreements)


@pytest.mark.parametrize(
    ("today", "state"), [("2026-03-01", FeedbackState.NOT_TOLD), ("2026-03-02", FeedbackState.DUE)]
)
def test_residents_are_owed_an_answer_30_days_after_a_promise_expired(today: str, state: FeedbackState):
    shown = line(an_expired_promise(), [], day(today))

    assert (shown.due, shown.state) == (day("2026-03-02"), state)


@given(until=DAYS, later=st.integers(-500, 500), told=st.booleans())
def test_an_answer_is_due_from_the_thirtieth_day_on_as_long_as_nothing_is_told(until: date, later: int, told: bool):
    promise = an_expired_promise(validity=Validity(since=until - timedelta(days=365), until=until))
    feedback = [Feedback(promise.id, until, "Lokaltidningen", None)] if told else []
    shown = line(promise, feedback, until + timedelta(days=later))

    expected = FeedbackState.TOLD if told else FeedbackState.DUE if later >= 30 else FeedbackState.NOT_TOLD
    assert shown.state is expected
    assert (shown.due is None) == told


@pytest.mark.parametrize(
    "changes",
    [
        {"type": AgreementType.COLLABORATION_AGREEMENT},
        {"validity": Validity(since=day("2020-01-01"))},
        {"state": AgreementState.WITHDRAWN},
    ],
)
def test_nothing_is_owed_for_what_was_never_promised_to_residents_or_has_no_end(changes: dict[str, object]):
    assert owed_on(an_expired_promise(**changes), []) is None


async def test_what_residents_were_told_is_kept_and_the_county_hears_the_day_only(followup: Following):
    await followup.hear(*signed(a_document(municipalities=("2506", "2418"))))
    await followup.tell(a_feedback())

    (fact,), (told,) = followup.heard(ResidentsInformed), followup.heard(progress.ResidentsInformed)
    assert (fact.channel, fact.url) == ("Kommunens webbplats", WEB)
    assert told.on == day("2026-03-01")
    assert {subject.split(".")[2] for subject in told.subjects()} == {"2506", "2418"}
    assert "webbplats" not in told.model_dump_json()
    (shown,) = await stand(followup, agreement=AGREEMENT)
    assert (shown.state, [one.channel for one in shown.told]) == (FeedbackState.TOLD, ["Kommunens webbplats"])


async def test_residents_may_be_told_many_times_and_the_oldest_stands_first(followup: Following):
    await followup.hear(*signed(a_document()))
    await followup.tell(a_feedback("2026-03-01", channel="Lokaltidningen", url=None))
    await followup.tell(a_feedback("2026-02-01"))

    (shown,) = await stand(followup)
    assert [one.on for one in shown.told] == [day("2026-02-01"), day("2026-03-01")]


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (a_feedback("2026-03-03"), "har inte kommit än"),
        (a_feedback("2025-12-31"), "före överenskommelsens första dag"),
        (a_feedback(channel="Brev till 19640823-3234"), "personnummer"),
        (a_feedback(channel="  "), "Ange var"),
        (a_feedback(agreement="inget"), "finns inte"),
    ],
)
async def test_what_cannot_have_been_told_is_refused_with_a_sentence(
    followup: Following, wish: RecordPublicFeedback, sentence: str
):
    await followup.hear(*signed(a_document()))
    with pytest.raises(Refused, match=sentence):
        await followup.tell(wish)


async def test_of_a_draft_there_is_nothing_to_tell_residents_and_nobody_sees_it(followup: Following):
    await followup.hear(*drafted(a_document()))

    with pytest.raises(Refused, match="inte undertecknad"):
        await followup.tell(a_feedback())
    assert await stand(followup) == []


async def test_what_is_owed_is_found_by_municipality_and_county(followup: Following):
    await followup.hear(*signed(a_document(since="2025-01-01", until="2025-12-31")))
    await followup.hear(*signed(a_document("lulea", municipalities=("2580",))))

    assert [one.agreement_slug for one in await stand(followup, due_only=True)] == [AGREEMENT]
    assert [one.agreement_slug for one in await stand(followup, municipality="2580")] == ["lulea"]
    assert len(await stand(followup, county="25")) == 2
    assert await stand(followup, county="24") == []
    with pytest.raises(Refused, match="inget län"):
        await stand(followup, county="99")
