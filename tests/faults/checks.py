"""What was promised, and was it kept? Each check takes the evidence and returns what is wrong, in sentences.

None of them uses what the services de-duplicate by: not command_done, not watermarks, not the relay's queue.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from uuid import UUID

from schemas.agreements import RegisterAgreement
from schemas.base import Command
from schemas.followup import ReportActivity
from tests.faults.evidence import Evidence

Check = Callable[[Evidence], Iterator[str]]
CLOSED = {"completed", "cancelled", "paused"}
TOLD_OF = {"sent": "reminder-sent", "refused": "reminder-refused", "skipped": "reminder-skipped", "planned": None}
"""What the notifier must have said of a notice in a state: exactly that, once."""


def everything(evidence: Evidence) -> list[str]:
    return [f"{check.__name__}: {wrong}" for check in CHECKS for wrong in check(evidence)]


def each_wish_is_carried_out_once(evidence: Evidence) -> Iterator[str]:
    """Every answered command is in the log exactly once as it was told, and nothing else is."""
    yield from _once(evidence, ReportActivity, "followup", "activity-reported")
    yield from _once(evidence, RegisterAgreement, "agreements", "agreement-signed")
    for said in evidence.said("followup", "activity-reported"):
        wish = evidence.notes.done.get(said.cause)
        if isinstance(wish, ReportActivity):
            told = (said.body["occurrence_id"], said.body["count"], said.body["comment"])
            if told != (wish.occurrence, wish.count, wish.comment):
                yield f"{wish.command_id} was told as {told}"
    for command, why in evidence.notes.refused.items():
        yield f"{command} was refused, though nothing in it is wrong: {why}"


def _once(evidence: Evidence, kind: type[Command], service: str, what: str) -> Iterator[str]:
    wished = {command for command, wish in evidence.notes.done.items() if isinstance(wish, kind)}
    causes = Counter(said.cause for said in evidence.said(service, what))
    for command in wished - causes.keys():
        yield f"{kind.__name__} {command} was answered and is lost"
    for command in causes.keys() - wished:
        yield f"{what} came of {command}, which nobody sent"
    for command, times in causes.items():
        if times > 1:
            yield f"{kind.__name__} {command} was carried out {times} times"


def counts_add_up(evidence: Evidence) -> Iterator[str]:
    """What an occurrence stands at is what the clients told, by their own notes."""
    told: Counter[UUID] = Counter()
    for wish in evidence.notes.done.values():
        if isinstance(wish, ReportActivity):
            told[UUID(wish.occurrence)] += wish.count
    kept: Counter[UUID] = Counter()
    for occurrence, count in evidence.reports:
        kept[occurrence] += count
    for window in evidence.windows:
        if not told[window.id] == window.done == kept[window.id]:
            yield f"occurrence {window.id}: told {told[window.id]}, stands at {window.done}, reports {kept[window.id]}"


def what_was_agreed_is_planned(evidence: Evidence) -> Iterator[str]:
    """Followup's occurrences are those it announced, each once, and every promise that was registered has some."""
    announced = Counter(
        UUID(planned["id"])
        for said in evidence.said("followup", "occurrences-planned")
        for planned in said.body["occurrences"]
    )
    there = {window.id for window in evidence.windows}
    if twice := [one for one, times in announced.items() if times > 1]:
        yield f"{len(twice)} occurrences were announced twice, first {twice[0]}"
    if announced.keys() != there:
        yield f"{len(announced.keys() ^ there)} occurrences are either announced or kept, not both"
    planned = {UUID(said.body["commitment_id"]) for said in evidence.said("followup", "occurrences-planned")}
    for wish in evidence.notes.done.values():
        if isinstance(wish, RegisterAgreement):
            for commitment in wish.document.commitments:
                if commitment.id not in planned:
                    yield f"commitment {commitment.slug} was never planned"


def what_is_overdue_was_announced_once(evidence: Evidence) -> Iterator[str]:
    announced = Counter(
        (UUID(said.body["occurrence_id"]), said.body["due_version"])
        for said in evidence.said("followup", "occurrence-overdue")
    )
    for key, times in announced.items():
        if times > 1:
            yield f"occurrence {key[0]} was announced as overdue {times} times"
    for window in evidence.windows:
        late = window.due and window.due < evidence.today and window.target and window.done < window.target
        if late and window.state not in CLOSED and (window.id, window.due_version) not in announced:
            yield f"occurrence {window.id} is overdue and nobody was told"


def the_streams_hold_the_logs(evidence: Evidence) -> Iterator[str]:
    """Every event once per subject, and each aggregate's in order, without a gap, as they lie in the stream."""
    wanted = Counter(
        (str(said.id), subject) for log in evidence.logs.values() for said in log for subject in said.subjects
    )
    holds = Counter((held.id, held.subject) for stream in evidence.streams.values() for held in stream)
    if wanted != holds:
        yield f"{len(wanted - holds)} messages are missing in the streams, {len(holds - wanted)} are too many"
    for stream, messages in evidence.streams.items():
        reached: dict[tuple[str, str], int] = defaultdict(int)
        for held in messages:
            key = (held.producer, held.about)
            if held.sequence not in {reached[key], reached[key] + 1}:  # a copy per municipality has the same number
                yield f"{stream}: {held.about} goes from {reached[key]} to {held.sequence}"
            reached[key] = held.sequence


def positions_have_no_gap(evidence: Evidence) -> Iterator[str]:
    for service, positions in evidence.positions.items():
        if list(positions) != list(range(1, len(evidence.logs[service]) + 1)):
            events = len(evidence.logs[service])
            yield f"{service} has {events} events and the positions {positions[:3]} … {positions[-3:]}"


def every_reminder_has_its_notices(evidence: Evidence) -> Iterator[str]:
    due = {
        (said.body["occurrence_id"], said.body["rung"], said.body["due_version"], function)
        for said in evidence.said("followup", "reminder-due")
        for function in said.body["functions"]
    }
    there = Counter(
        (str(one.occurrence_id), one.rung, one.due_version, str(one.function_id)) for one in evidence.notices
    )
    for key in due - there.keys():
        yield f"nobody noticed that {key} was due"
    for key in there.keys() - due:
        yield f"a notice {key} that nothing asked for"


def every_notice_came_to_an_end(evidence: Evidence) -> Iterator[str]:
    """Each is sent, refused or skipped and told of once; or waits for a morning to come."""
    facts: defaultdict[UUID, list[str]] = defaultdict(list)
    for said in evidence.logs["notifier"]:
        facts[UUID(said.body["notice_id"])].append(said.what)
    for notice in evidence.notices:
        if notice.state not in TOLD_OF or (notice.state == "planned" and notice.not_before <= evidence.now):
            yield f"notice {notice.id} is still {notice.state}"
            continue
        expected = [TOLD_OF[notice.state]] if TOLD_OF[notice.state] else []
        if facts[notice.id] != expected:
            yield f"notice {notice.id} is {notice.state}, and was told of as {facts[notice.id]}"


def mails_are_in_the_ledger_and_the_ledger_in_the_mails(evidence: Evidence) -> Iterator[str]:
    taken = Counter(evidence.mails)
    for notice in evidence.notices:
        if notice.state == "sent" and not taken[notice.message_id or ""]:
            yield f"notice {notice.id} is sent, but {notice.message_id} never came"
    dots, accepted = tries(evidence)
    for message, copies in taken.items():
        mail = mail_of(message)
        if not dots[mail]:
            yield f"{message} came, and the ledger knows nothing of it"
        elif copies > len(dots[mail]):
            yield f"{message} came {copies} times in {len(dots[mail])} attempts"
        elif copies - 1 > len(dots[mail] - accepted[mail]):
            yield f"{message} came {copies} times, and doubt does not explain it"
    for mail, times in accepted.items():
        if len(times) > 1:
            yield f"mail {mail} was sent again after it was accepted"


def verify_is_green(evidence: Evidence) -> Iterator[str]:
    for finding in evidence.verified["findings"]:
        yield f"{finding['where']}: {finding['what']}"
    said = {service: len(log) for service, log in evidence.logs.items()}
    if evidence.verified["events"] != said:
        yield f"verify has read {evidence.verified['events']}, and the logs hold {said}"


def tries(evidence: Evidence) -> tuple[defaultdict[UUID, set[int]], defaultdict[UUID, set[int]]]:
    """By mail: the attempts whose dot was marked, and those whose dot was answered.

    The notices of a mail are tried together, but each counts for itself, so one of them speaks for the mail.
    """
    speaker: dict[UUID, UUID] = {}
    dots: defaultdict[UUID, set[int]] = defaultdict(set)
    accepted: defaultdict[UUID, set[int]] = defaultdict(set)
    for attempt in evidence.attempts:
        if attempt.mail_id and speaker.setdefault(attempt.mail_id, attempt.notice_id) == attempt.notice_id:
            if attempt.phase == "dot":
                dots[attempt.mail_id].add(attempt.number)
            if attempt.phase == "accepted":
                accepted[attempt.mail_id].add(attempt.number)
    return dots, accepted


def mail_of(message_id: str) -> UUID | None:
    """`<r.{mail}.{mailbox}@…>`; None for what is not ours."""
    parts = message_id.strip("<>").split(".")
    return UUID(parts[1]) if parts[0] == "r" and len(parts) > 2 else None


def doubles(evidence: Evidence) -> int:
    """Mails that came more than once, each explained by a dot without an answer."""
    return sum(copies - 1 for copies in Counter(evidence.mails).values())


CHECKS: tuple[Check, ...] = (
    each_wish_is_carried_out_once,
    counts_add_up,
    what_was_agreed_is_planned,
    what_is_overdue_was_announced_once,
    the_streams_hold_the_logs,
    positions_have_no_gap,
    every_reminder_has_its_notices,
    every_notice_came_to_an_end,
    mails_are_in_the_ledger_and_the_ledger_in_the_mails,
    verify_is_green,
)
