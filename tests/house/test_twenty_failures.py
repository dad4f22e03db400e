"""Twenty failures that others shipped: which tests show that we did not?"""

import ast
import re
from functools import cache

import pytest

from tests.house.sources import TOP

INDEX = """
1 an exact-day query loses a rung after downtime
  followup/test_clock.py::test_after_thirty_days_of_silence_one_reminder_per_audience_leaves_and_the_rest_are_skipped
  followup/test_ladder.py::test_every_missed_rung_either_leaves_or_is_skipped_and_each_audience_hears_its_last
  journeys/test_thirty_days_down.py::test_what_is_known_is_the_same_and_who_slept_has_mailed_each_but_once
2 a late-made item fires all past rungs at once
  followup/test_clock.py::test_what_is_signed_late_is_reminded_of_once_and_not_in_a_burst
  followup/test_ladder.py::test_what_is_ahead_lies_ahead_on_working_days_with_at_most_one_rung_from_the_past
3 an overdue reminder is silently deleted
  followup/test_clock.py::test_a_rung_of_what_is_done_is_skipped_with_a_reason
  followup/test_reminder.py::test_what_became_of_a_ladder_is_told_rung_by_rung_and_what_has_not_come_is_still_planned
  notifier/test_draft.py::test_what_no_longer_holds_is_skipped
4 a sent flag is not reset when the date moves
  followup/test_move.py::test_a_rung_that_has_left_leaves_again_for_the_day_it_was_moved_to
  notifier/test_changed_meanwhile.py::test_a_rung_that_was_sent_leaves_again_for_the_day_it_was_moved_to
5 a mail after cancel or done: the state changed 1 ms before sending
  notifier/test_changed_meanwhile.py::test_what_ends_between_asking_and_sending_is_not_sent
  notifier/test_mailing.py::test_how_things_stand_when_it_leaves_decides
  notifier/test_smtp.py::test_nothing_is_sent_when_the_claim_was_lost
6 duplicates after a partial failure
  notifier/test_doubt.py::test_a_mail_in_doubt_is_sent_once_more_and_the_ledger_explains_the_double
  notifier/test_doubt.py::test_a_doubted_digest_is_repeated_without_what_is_done_meanwhile
  notifier/test_doubt.py::test_two_notifiers_at_once_send_each_reminder_once
7 renewal arithmetic: 29 February, the 31st, notice periods
  agreements/test_renewal.py::test_months_end_on_the_day_of_the_same_number_or_the_last_of_the_month
  agreements/test_renewal.py::test_what_lasts_to_the_end_of_a_month_lasts_to_the_end_of_a_month_when_extended
  agreements/test_ending.py::test_it_never_ends_before_its_notice_is_out
8 mails at midnight or in the server's zone, on both DST nights
  followup/test_working_days.py::test_eight_in_the_morning_is_right_on_the_nights_the_clocks_change
  followup/test_working_days.py::test_a_mail_leaves_at_eight_on_its_own_day_in_stockholm_all_the_year
  notifier/test_mailing.py::test_nothing_leaves_before_eight_or_on_a_red_day
9 two settings that disagree about quiet hours
  notifier/test_one_quiet_time.py::test_mail_may_leave_from_the_very_moment_at_which_its_reminder_is_said_and_not_before
  notifier/test_one_quiet_time.py::test_no_setting_says_when_mail_may_leave
10 the substitute of a substitute is lost, also in a circle
  agreements/test_reaching.py::test_the_substitute_of_a_substitute_gets_the_mail
  agreements/test_reaching.py::test_a_circle_of_substitutes_ends_at_the_first_that_has_a_holder
  agreements/test_functions.py::test_a_circle_of_substitutes_reaches_the_first_that_has_a_holder
11 the old holder keeps getting mail
  journeys/test_holders.py::test_the_new_holder_gets_the_mails_from_its_first_day_and_the_old_one_none
  journeys/test_holders.py::test_a_mail_that_is_on_its_way_when_the_holder_changes_goes_to_the_new_one
12 a link scanner's GET acts
  house/test_only_posts_act.py::test_only_a_form_that_is_sent_wishes_for_anything
  portal/test_answer.py::test_opening_the_link_records_nothing
13 an empty digest
  notifier/test_changed_meanwhile.py::test_a_digest_of_which_nothing_is_left_is_not_sent
  notifier/test_changed_meanwhile.py::test_no_mail_is_empty_and_every_notice_is_in_one_mail_or_told_of
14 the wrong list is left on unsubscribe
  notifier/test_stopping.py::test_a_mailbox_that_is_allowed_again_gets_the_next_mail_and_no_other_is_let_in
  notifier/test_stopping.py::test_a_mail_offers_no_list_to_leave_since_there_is_only_one
15 one sender ignores the suppression list
  house/test_one_gate.py::test_only_the_notifiers_channel_speaks_to_a_mail_server
  house/test_one_gate.py::test_the_channel_is_taken_into_use_in_one_place
  house/test_one_gate.py::test_whoever_leaves_is_marked_first_and_the_mark_asks_the_list
  notifier/test_stopping.py::test_what_is_stopped_while_a_mail_is_on_its_way_stops_it
16 a disabled subscriber loses events
  journeys/test_switched_off.py::test_who_was_switched_off_loses_nothing_that_was_said_meanwhile
  cli/test_county.py::test_it_goes_on_after_the_bus_has_been_away
17 a cancelled occurrence lives on in the calendar feed
  portal/test_calendar.py::test_what_is_cancelled_is_told_as_cancelled_and_does_not_vanish
  portal/test_calendar.py::test_meetings_are_in_it_and_cancelled_ones_say_so
18 the clock stays dead after a restart
  journeys/test_stopped_clock.py::test_reminders_and_mails_that_a_dead_clock_leaves_behind_are_counted
  journeys/test_stopped_clock.py::test_what_has_left_is_late_no_longer
19 skipped rows of an import are not told
  cli/test_importing.py::test_a_bad_agreement_is_refused_with_its_field_and_the_others_go_in
  cli/test_importing.py::test_a_dry_run_says_what_would_go_in_and_sends_nothing
20 a digest leaks what single mails hide
  notifier/test_quiet.py::test_a_quiet_digest_hides_what_each_of_its_mails_hides
  notifier/test_quiet.py::test_one_quiet_item_silences_the_whole_digest
  notifier/test_quiet.py::test_two_quiet_mails_differ_in_nothing_but_role_links_and_number
  agreements/test_quiet.py::test_a_quiet_municipality_is_quiet_for_all_functions_of_its_own_and_for_no_others
"""
"""Each failure, and below it the tests that show its absence."""


def indexed() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for line in INDEX.strip().splitlines():
        if head := re.match(r"(\d+) \S", line):
            found[int(head[1])] = []
        else:
            found[max(found)].append(line.strip())
    return found


@cache
def defined(file: str) -> set[str]:
    path = TOP / "tests" / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_all_twenty_are_shown():
    assert sorted(indexed()) == list(range(1, 21))


@pytest.mark.parametrize("number", indexed())
def test_each_failure_has_tests_that_exist(number: int):
    tests = [line.partition("::") for line in indexed()[number]]

    assert tests
    assert [name for file, _, name in tests if not name.startswith("test_") or name not in defined(file)] == []
