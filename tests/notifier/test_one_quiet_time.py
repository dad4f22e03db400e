"""When mail is quiet is said once: reminders and mails agree to the minute, and no setting can make them differ."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.working_days import is_working_day
from services.agreements.settings import Settings as AgreementsSettings
from services.followup.settings import Settings as FollowupSettings
from services.notifier.model.mailing_hours import leaves_from, may_leave
from services.notifier.settings import Settings as NotifierSettings
from services.portal.settings import Settings as PortalSettings
from services.runtime.clock import morning

DAYS = st.dates(date(2020, 1, 1), date(2050, 12, 31))
DST_NIGHTS = (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31))
A_MOMENT = timedelta(microseconds=1)
OF_HOURS = ("hour", "quiet", "morning", "night", "timezone", "zone", "weekend", "holiday", "earliest", "latest")


@settings(deadline=None)  # a year's holidays are reckoned when it is first asked for
@given(DAYS)
def test_mail_may_leave_from_the_very_moment_at_which_its_reminder_is_said_and_not_before(day: date):
    eight = morning(day)
    assert may_leave(eight) == is_working_day(day)
    assert not may_leave(eight - A_MOMENT)
    assert leaves_from(eight) >= eight


@pytest.mark.parametrize("night", DST_NIGHTS, ids=str)
@pytest.mark.parametrize("after", [0, 1, 2])
def test_they_agree_around_the_nights_on_which_the_clocks_change(night: date, after: int):
    day = night + timedelta(days=after)
    assert may_leave(morning(day)) == is_working_day(day)
    assert not may_leave(morning(day) - A_MOMENT)


@pytest.mark.parametrize("service", [AgreementsSettings, FollowupSettings, NotifierSettings, PortalSettings])
def test_no_setting_says_when_mail_may_leave(service: type[NotifierSettings]):
    assert [name for name in service.model_fields if any(word in name for word in OF_HOURS)] == []
