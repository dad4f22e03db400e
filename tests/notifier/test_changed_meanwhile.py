"""What changes while a mail is on its way: up to the moment before it leaves, the newest word decides."""

from collections.abc import Awaitable, Callable
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.base import Party
from schemas.followup import (
    OccurrenceCancelled,
    OccurrenceCompleted,
    OccurrenceDueMoved,
    OccurrencePaused,
    OccurrenceState,
    Rung,
)
from schemas.notifier import MailState
from services.notifier.app import build
from services.notifier.model.draft import sort_out
from tests.notifier.mailserver import MailServer
from tests.notifier.post_room import LATE, NEAR, Neighbours, Notifier
from tests.notifier.test_hearing import ABOUT, COMPLETED
from tests.notifier.wholes import KOMMUNPOLIS, SAMORDNARE, TODAY, a_claim, a_reminder_due, an_occurrence

MOVED = OccurrenceDueMoved(
    **ABOUT, was_due=date(2026, 3, 30), due=date(2026, 5, 29), due_version=2, reason="Snön låg kvar."
)
ENDS_IT = (
    COMPLETED,
    OccurrenceCancelled(**ABOUT, reason="Inga medel."),
    OccurrencePaused(**ABOUT, by=Party.POLICE, reason="Semester.", on=TODAY),
    MOVED,
)
Change = OccurrenceCompleted | OccurrenceCancelled | OccurrencePaused | OccurrenceDueMoved


def hearing_of(change: Change, notifier: Notifier) -> Callable[[], Awaitable[None]]:
    async def hear() -> None:
        async with notifier.database.work() as work:
            await build(notifier.settings).heard[type(change)](change, work)

    return hear


@pytest.mark.parametrize("change", ENDS_IT, ids=lambda change: type(change).__name__)
async def test_what_ends_between_asking_and_sending_is_not_sent(
    change: Change, notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    neighbours.then = hearing_of(change, notifier)
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    assert mailserver.took == []
    assert await notifier.ledger() == {"t-28": MailState.SKIPPED}
    assert await notifier.told() == ["reminder-skipped"]


async def test_a_rung_that_was_sent_leaves_again_for_the_day_it_was_moved_to(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    await hearing_of(MOVED, notifier)()
    neighbours.lines[NEAR.id] = an_occurrence(due="2026-05-29", due_version=2)
    notifier.clock.set("2026-04-30T08:10")
    for _ in range(2):
        await notifier.hear(a_reminder_due(version=2))
        await notifier.tick()
    assert [str(mail["Subject"])[-10:] for mail in mailserver.took] == ["2026-03-30", "2026-05-29"]
    assert await notifier.column("state") == [MailState.SENT, MailState.SENT]


async def test_a_digest_of_which_nothing_is_left_is_not_sent(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    for one in (NEAR, LATE):
        neighbours.lines[one.id] = one.model_copy(update={"state": OccurrenceState.COMPLETED})
    await notifier.hear(a_reminder_due(), a_reminder_due("sen", Rung.T_PLUS_15))
    await notifier.tick()
    assert mailserver.took == []
    assert set((await notifier.ledger()).values()) == {MailState.SKIPPED}


@given(st.lists(st.sampled_from([*OccurrenceState]), min_size=3, max_size=3), st.sets(st.sampled_from([0, 1, 2])))
def test_no_mail_is_empty_and_every_notice_is_in_one_mail_or_told_of(states: list[OccurrenceState], known: set[int]):
    lines = [an_occurrence(f"nr-{nr}", state=state) for nr, state in enumerate(states)]
    claims = [a_claim(line.slug, to=to) for line, to in product(lines, (SAMORDNARE, KOMMUNPOLIS))]
    drafts, outcomes = sort_out(
        claims, {lines[nr].id: lines[nr] for nr in known}, {SAMORDNARE.function_id: SAMORDNARE}, TODAY
    )
    assert all(draft.items for draft in drafts)
    told = [claim.notice_id for one in [*drafts, *outcomes] for claim in one.claims]
    assert sorted(told) == sorted(claim.notice_id for claim in claims)
