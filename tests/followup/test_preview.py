"""What somebody is told before a promise is saved is what is planned once it is."""

from datetime import date

import pytest

from schemas.agreements import Count, Once, OnDemand, Recurrence, Schedule, Validity, Window
from schemas.base import Party
from schemas.followup import Audience, LadderKind, LadderStep, Rung
from services.followup.model.chosen_ladder import ChosenLadder, standing
from services.followup.model.preview import MOST_WINDOWS, preview
from services.followup.model.recurrence import plan
from tests.builders import agreement_id, commitment_id

VALIDITY = Validity(since=date(2026, 11, 22), until=date(2027, 12, 31))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Count(min=2, window=Window.HALF_YEAR), "minst 2 gånger per halvår"),
        (Schedule(rrule="FREQ=WEEKLY;BYDAY=FR", per_municipality=True), "varje fredag, i varje kommun"),
        (Once(due=date(2027, 3, 1)), "en gång, senast 2027-03-01"),
        (OnDemand(), "på begäran"),
    ],
)
def test_the_first_windows_are_those_that_will_be_planned(rule: Recurrence, words: str):
    planned = plan(commitment_id(), "a", rule, VALIDITY, ("2506",), date(2031, 1, 1))
    told = preview(rule, VALIDITY, VALIDITY.since, {})

    assert told.rule == words
    assert [(one.starts, one.ends, one.due, one.target) for one in told.windows] == [
        (one.starts, one.ends, one.due, one.target) for one in planned[:MOST_WINDOWS]
    ]


def test_a_window_of_which_less_than_half_is_left_says_that_its_target_will_be_asked_for():
    first, second, *_ = preview(Count(min=2, window=Window.HALF_YEAR), VALIDITY, VALIDITY.since, {}).windows

    assert (first.target_asked, second.target_asked) == (True, False)


def test_the_first_mails_are_those_of_the_ladder_that_is_chosen_and_none_that_would_have_left():
    rule, agreement = Once(due=date(2027, 3, 1)), agreement_id()
    steps = (
        LadderStep(rung=Rung("t-14"), to=Audience.LEAD),
        LadderStep(rung=Rung("pair+14"), to=Audience.COORDINATORS),
    )
    own = ChosenLadder(agreement, None, LadderKind.LONG_WINDOW, steps, Party.POLICE, "Färre", VALIDITY.since)

    (usual,) = preview(rule, VALIDITY, date(2027, 2, 15), {}).windows
    (chosen,) = preview(rule, VALIDITY, VALIDITY.since, standing([own]), commitment_id(), agreement).windows

    assert usual.mails[:2] == (date(2027, 2, 22), date(2027, 3, 2))
    assert chosen.mails == (date(2027, 2, 15),)
